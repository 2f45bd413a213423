package dev.gatehouse.controlplane.repositories;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.RepositoryRegistered;
import dev.gatehouse.controlplane.gatewaylog.NameTakenException;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.OriginHead;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/repositories}: operators register, agents name. */
@RestController
@RequestMapping("/v1/repositories")
class RepositoryController {
  /** Of a path on Linux; a character has a byte at least. */
  private static final int MAX_ORIGIN = 4096;

  private final RepositoryRegistry registry;
  private final Mirrors mirrors;

  RepositoryController(RepositoryRegistry registry, Mirrors mirrors) {
    this.registry = registry;
    this.mirrors = mirrors;
  }

  /** What a repository takes in a list: a path of at most 4096 bytes, and names. */
  private static final int VIEW_BYTES = 6 * 1024;

  record Body(@Nullable String name, @Nullable String origin) {}

  /**
   * A repository.
   *
   * @param tip the commit that the origin's HEAD named when it was fetched; empty for an empty
   *     repository
   * @param head the branch that it named then, if it named one that was there
   * @param branchTip the commit of the branch that was asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String name, String origin, String tip, @Nullable String head, @Nullable String branchTip) {
    private View withBranchTip(GitId commit) {
      return new View(name, origin, tip, head, commit.hex());
    }
  }

  record Page(List<View> repositories) {}

  @MayWait
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View register(Operator operator, @RequestBody Body body) {
    Identifier name = RequestValidation.identifier(body.name(), "name");
    Path origin = origin(RequestValidation.text(body.origin(), "origin", 1, MAX_ORIGIN));
    Optional<RepositoryRegistered> former = registry.find(name.text());
    if (former.isPresent() && !former.get().origin().equals(origin)) {
      throw new NameTakenException("repository", name.text());
    }
    mirrors.of(name, origin).refresh();
    if (former.isEmpty()) {
      registry.register(name, origin, operator.name());
    }
    return view(name.text(), origin);
  }

  /**
   * Fetches what is new in the origin: the answer has its HEAD as it is now.
   *
   * @param branch a branch whose commit the answer has too
   */
  @MayWait
  @PostMapping("/{name}/fetch")
  View fetch(
      Operator operator,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String branch) {
    Path origin = registry.require(name).origin();
    Mirror mirror = mirrors.of(new Identifier(name), origin);
    mirror.refresh();
    View view = view(name, origin);
    return branch == null ? view : view.withBranchTip(mirror.requireTip(branch));
  }

  @GetMapping
  Page list(Operator operator, CallMemory memory) {
    List<RepositoryRegistered> all = registry.all();
    memory.answer((long) all.size() * VIEW_BYTES);
    return new Page(all.stream().map(r -> view(r.name(), r.origin())).toList());
  }

  private View view(String name, Path origin) {
    Optional<OriginHead> head = head(name, origin);
    return new View(
        name,
        origin.toString(),
        head.map(each -> each.tip().hex()).orElse(""),
        head.flatMap(OriginHead::branch).orElse(null),
        null);
  }

  /** As it was fetched; nothing for an empty repository, and for one that cannot be read. */
  private Optional<OriginHead> head(String name, Path origin) {
    try {
      return mirrors.of(new Identifier(name), origin).head();
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }

  private static Path origin(String text) {
    if (!text.startsWith("/")) {
      throw RequestValidation.invalid("origin is an absolute path on the gateway's machine");
    }
    return Path.of(text).normalize();
  }
}
