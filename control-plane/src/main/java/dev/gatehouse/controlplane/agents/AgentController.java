package dev.gatehouse.controlplane.agents;

import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.profiles.ProfileRegistry;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/agents}: a new agent identity; its token is shown this once. */
@RestController
class AgentController {
  private static final int MAX_OPEN_RUNS = 1000;

  private final Identities identities;
  private final RepositoryRegistry repositories;
  private final ProfileRegistry profiles;

  AgentController(
      Identities identities, RepositoryRegistry repositories, ProfileRegistry profiles) {
    this.identities = identities;
    this.repositories = repositories;
    this.profiles = profiles;
  }

  record Body(
      @Nullable String name,
      @Nullable List<String> repositories,
      @Nullable List<String> profiles,
      @Nullable Integer openRuns) {}

  record Added(String name, String token) {}

  @PostMapping("/v1/agents")
  @ResponseStatus(HttpStatus.CREATED)
  Added add(Operator operator, @RequestBody Body body) {
    String name = RequestValidation.identifier(body.name(), "name").text();
    int openRuns = RequestValidation.required(body.openRuns(), "openRuns");
    if (openRuns < 1 || openRuns > MAX_OPEN_RUNS) {
      throw RequestValidation.invalid("openRuns is from 1 to " + MAX_OPEN_RUNS);
    }
    Identity.Agent agent =
        new Identity.Agent(
            name,
            new TreeSet<>(RequestValidation.identifiers(body.repositories(), "repositories")),
            new TreeSet<>(RequestValidation.identifiers(body.profiles(), "profiles")),
            openRuns);
    agent.repositories().forEach(repositories::require);
    agent.profiles().forEach(profiles::profile);
    return new Added(name, identities.add(agent, operator.name()).text());
  }
}
