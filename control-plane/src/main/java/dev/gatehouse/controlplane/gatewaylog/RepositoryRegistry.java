package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.RepositoryRegistered;
import dev.gatehouse.evidence.Identifier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The repositories that operators registered; agents name them, and never a path. */
public final class RepositoryRegistry {
  private final GatewayLog log;
  private final InstantSource clock;
  private final Map<String, RepositoryRegistered> byName = new ConcurrentSkipListMap<>();

  /** The registry as {@code log} has it. */
  public RepositoryRegistry(GatewayLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    log.follow(recorded -> {
      if (recorded.entry() instanceof RepositoryRegistered registered) {
        byName.put(registered.name(), registered);
      }
    });
  }

  /**
   * Registers a repository; the name is never given again.
   *
   * @param origin absolute path on the gateway's machine
   * @param by name of the operator
   * @throws NameTakenException if the name is in use
   */
  public synchronized RepositoryRegistered register(Identifier name, Path origin, String by) {
    if (!origin.isAbsolute()) {
      throw new IllegalArgumentException("an origin is an absolute path");
    }
    if (byName.containsKey(name.text())) {
      throw new NameTakenException("repository", name.text());
    }
    RepositoryRegistered entry = new RepositoryRegistered(clock.instant(), by, name.text(), origin);
    log.append(entry);
    return entry;
  }

  /** The repository of that name, if there is one. */
  public Optional<RepositoryRegistered> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The repository of that name.
   *
   * @throws ApiException REPOSITORY_UNKNOWN
   */
  public RepositoryRegistered require(String name) {
    return find(name)
        .orElseThrow(() ->
            new ApiException(
                ApiErrorCode.REPOSITORY_UNKNOWN,
                "there is no repository " + name,
                "register it first, or name one that GET /v1/repositories lists"));
  }

  /** All repositories, by name. */
  public List<RepositoryRegistered> all() {
    return List.copyOf(byName.values());
  }
}
