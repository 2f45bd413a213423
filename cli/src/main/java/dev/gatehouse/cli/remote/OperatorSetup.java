package dev.gatehouse.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.operator.AgentRequest;
import dev.gatehouse.client.operator.ProfileRequest;
import dev.gatehouse.client.operator.ProfileView;
import dev.gatehouse.client.operator.RepositoryView;
import dev.gatehouse.evidence.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** What an operator prepares before a worker may begin. */
public final class OperatorSetup {
  private static final int TAG = 10;

  private final GatehouseClient operator;

  /** Set-up as the operator of {@code operator}. */
  public OperatorSetup(GatehouseClient operator) {
    this.operator = operator;
  }

  /** Registers the repository at {@code origin}, unless it is registered already. */
  public RepositoryView repository(Path origin) {
    List<RepositoryView> known = operator.repositories();
    for (RepositoryView each : known) {
      if (each.origin().equals(origin.toString())) {
        return each;
      }
    }
    String name = Identifiers.of(origin);
    boolean taken = known.stream().anyMatch(each -> each.name().equals(name));
    return operator.addRepository(
        taken ? name + "-" + tag(origin.toString()) : name, origin.toString());
  }

  /**
   * A profile that is {@code base} and one more step in its plan; made once, and found again.
   *
   * @param step names the step
   * @param shell what it runs
   * @return the profile's name
   */
  public String profile(String base, String step, String shell) {
    List<ProfileView> known = operator.profiles();
    String snapshot =
        known.stream()
            .filter(each -> each.name().equals(base))
            .map(ProfileView::policySha256)
            .findFirst()
            .orElse("");
    String name = base + "-" + tag(String.join("\n", base, snapshot, step, shell));
    if (known.stream().noneMatch(each -> each.name().equals(name))) {
      operator.addProfile(
          new ProfileRequest(
              name, base, List.of(new ProfileRequest.Step(step, shell, OptionalInt.empty()))));
    }
    return name;
  }

  /** Makes an agent identity for one repository and one profile; its client. */
  public GatehouseClient agent(String name, String repository, String profile) {
    return operator.as(
        operator
            .addAgent(new AgentRequest(name, List.of(repository), List.of(profile), 1))
            .token());
  }

  private static String tag(String text) {
    return Digest.of(text.getBytes(UTF_8)).hex().substring(0, TAG);
  }
}
