package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.gatewaylog.GatewayLog.Recorded;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * The rows that the gateway log stands for, each table by its key. A pure function of the entries.
 */
public record LogRows(
    Map<String, RepositoryRow> repositories,
    Map<String, IdentityRow> identities,
    Map<String, ProfileRow> profiles,
    Map<String, MergeRow> merges) {

  /** A registered repository. */
  @Table("repositories")
  public record RepositoryRow(@Id String name, String origin, long entry) {}

  /** An identity; it authorizes nothing, since authentication never reads rows. */
  @Table("identities")
  public record IdentityRow(
      @Id String name,
      String role,
      String tokenSha256,
      boolean enabled,
      List<String> repositories,
      List<String> profiles,
      int openRuns,
      long entry) {

    IdentityRow disabled(long at) {
      return new IdentityRow(name, role, tokenSha256, false, repositories, profiles, openRuns, at);
    }
  }

  /** A derived profile. */
  @Table("profiles")
  public record ProfileRow(@Id String name, String policySha256, long entry) {}

  /** A run's merge, intended or done. */
  @Table("merges")
  public record MergeRow(
      @Id String runId,
      String state,
      String sealSha256,
      String branch,
      String commitId,
      String by,
      long entry) {}

  /** The rows of these entries. */
  public static LogRows of(List<Recorded> entries) {
    LogRows rows = new LogRows(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    entries.forEach(rows::fold);
    return rows;
  }

  /** These rows, as far as {@code there} has rows of the same keys. */
  LogRows knownTo(LogRows there) {
    LogRows kept = of(List.of());
    kept.repositories().putAll(repositories);
    kept.repositories().keySet().retainAll(there.repositories().keySet());
    kept.identities().putAll(identities);
    kept.identities().keySet().retainAll(there.identities().keySet());
    kept.profiles().putAll(profiles);
    kept.profiles().keySet().retainAll(there.profiles().keySet());
    kept.merges().putAll(merges);
    kept.merges().keySet().retainAll(there.merges().keySet());
    return kept;
  }

  private void fold(Recorded recorded) {
    long seq = recorded.seq();
    switch (recorded.entry()) {
      case GatewayLogEntry.RepositoryRegistered e ->
          repositories.put(e.name(), new RepositoryRow(e.name(), e.origin().toString(), seq));
      case GatewayLogEntry.IdentityAdded e -> identities.put(e.identity().name(), identity(e, seq));
      case GatewayLogEntry.IdentityDisabled e ->
          identities.computeIfPresent(e.name(), (_, row) -> row.disabled(seq));
      case GatewayLogEntry.ProfileDerived e ->
          profiles.put(e.name(), new ProfileRow(e.name(), e.policySha256().hex(), seq));
      case GatewayLogEntry.MergeIntended e ->
          merges.put(
              e.runId(),
              new MergeRow(
                  e.runId(),
                  "INTENDED",
                  e.sealSha256().hex(),
                  e.branch(),
                  e.commit().hex(),
                  e.by(),
                  seq));
      case GatewayLogEntry.MergeAborted e -> merges.remove(e.runId());
      case GatewayLogEntry.LogAccepted _ -> {}
      case GatewayLogEntry.Merged e ->
          merges.put(
              e.runId(),
              new MergeRow(
                  e.runId(),
                  "MERGED",
                  e.sealSha256().hex(),
                  e.branch(),
                  e.commit().hex(),
                  e.by(),
                  seq));
    }
  }

  private static IdentityRow identity(GatewayLogEntry.IdentityAdded added, long seq) {
    String token = added.tokenSha256().hex();
    return switch (added.identity()) {
      case Identity.Operator operator ->
          new IdentityRow(operator.name(), "OPERATOR", token, true, List.of(), List.of(), 0, seq);
      case Identity.Agent agent ->
          new IdentityRow(
              agent.name(),
              "AGENT",
              token,
              true,
              List.copyOf(agent.repositories()),
              List.copyOf(agent.profiles()),
              agent.openRuns(),
              seq);
    };
  }
}
