package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One entry of the gateway log. Serialized by {@link GatewayLogEntryCodec}: adding a case or a
 * member is a change of its format.
 */
public sealed interface GatewayLogEntry {
  /** When it was written. */
  Instant at();

  /** Name of the operator who asked for it, or {@code gateway}. */
  String by();

  /**
   * An identity was added.
   *
   * @param tokenSha256 digest of its token
   */
  record IdentityAdded(Instant at, String by, Identity identity, Digest tokenSha256)
      implements GatewayLogEntry {}

  /** An identity's token is good no longer; the name stays taken. */
  record IdentityDisabled(Instant at, String by, String name) implements GatewayLogEntry {}

  /**
   * A repository was registered.
   *
   * @param origin absolute path on the gateway's machine
   */
  record RepositoryRegistered(Instant at, String by, String name, Path origin)
      implements GatewayLogEntry {}

  /**
   * A profile was derived from another.
   *
   * @param profile the canonical profile
   */
  record ProfileDerived(Instant at, String by, String name, Json.Obj profile)
      implements GatewayLogEntry {
    /** The digest by which runs pin it. */
    public Digest policySha256() {
      return Digest.of(profile.canonical());
    }
  }

  /**
   * A sealed run is about to be merged into a new branch.
   *
   * @param unrelatedBase whether the operator allowed that the run's base, which is not in the
   *     target's history, comes into the origin with it
   */
  record MergeIntended(
      Instant at,
      String by,
      String runId,
      Digest sealSha256,
      String branch,
      GitId commit,
      Optional<Target> target,
      boolean unrelatedBase)
      implements GatewayLogEntry {

    /**
     * A branch of the origin as the operator saw it.
     *
     * @param branch its name
     * @param tip the commit that it was at
     */
    public record Target(String branch, GitId tip) {}
  }

  /** A sealed run was merged. */
  record Merged(Instant at, String by, String runId, Digest sealSha256, String branch, GitId commit)
      implements GatewayLogEntry {}

  /** An intended merge had no effect: no branch or tag of the origin has its commit. */
  record MergeAborted(
      Instant at, String by, String runId, Digest sealSha256, String branch, GitId commit)
      implements GatewayLogEntry {}

  /**
   * A log that is not what was signed was taken as it is, by an option of the person who started
   * the gateway.
   *
   * @param code what was wrong with it
   */
  record LogAccepted(Instant at, String by, String code, String reason)
      implements GatewayLogEntry {}

  /** Who may speak to the gateway. */
  sealed interface Identity {
    /** The identity's name. */
    String name();

    /** A person who registers, approves and merges. */
    record Operator(String name) implements Identity {}

    /**
     * An agent identity, which opens runs.
     *
     * @param repositories names that it may name
     * @param profiles names that it may name
     * @param openRuns how many runs it may have open
     */
    record Agent(
        String name, SortedSet<String> repositories, SortedSet<String> profiles, int openRuns)
        implements Identity {
      public Agent {
        repositories = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(repositories));
        profiles = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(profiles));
      }
    }
  }
}
