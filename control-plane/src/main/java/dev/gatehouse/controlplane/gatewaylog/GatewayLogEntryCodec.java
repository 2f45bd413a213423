package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.IdentityAdded;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.IdentityDisabled;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.LogAccepted;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeAborted;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Merged;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.ProfileDerived;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.RepositoryRegistered;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * The wire form of {@link GatewayLogEntry}: the members of a log line besides {@code seq}, {@code
 * prev}.
 */
final class GatewayLogEntryCodec {
  private GatewayLogEntryCodec() {}

  static Json.Obj write(GatewayLogEntry entry) {
    Json.Builder line = Json.object().put("at", entry.at().toString()).put("by", entry.by());
    return switch (entry) {
      case IdentityAdded e ->
          line.put("kind", "identity.added")
              .put("identity", write(e.identity()))
              .put("tokenSha256", e.tokenSha256().hex())
              .build();
      case IdentityDisabled e ->
          line.put("kind", "identity.disabled").put("name", e.name()).build();
      case RepositoryRegistered e ->
          line.put("kind", "repository.registered")
              .put("name", e.name())
              .put("origin", e.origin().toString())
              .build();
      case ProfileDerived e ->
          line.put("kind", "profile.derived")
              .put("name", e.name())
              .put("profile", e.profile())
              .build();
      case MergeIntended e -> {
        if (e.unrelatedBase()) {
          line.put("unrelatedBase", true);
        }
        e.target()
            .ifPresent(
                target -> line.put("target", target.branch()).put("targetTip", target.tip().hex()));
        yield merge(line, "merge.intended", e.runId(), e.sealSha256(), e.branch(), e.commit());
      }
      case Merged e -> merge(line, "merged", e.runId(), e.sealSha256(), e.branch(), e.commit());
      case LogAccepted e ->
          line.put("kind", "log.accepted").put("code", e.code()).put("reason", e.reason()).build();
      case MergeAborted e ->
          merge(line, "merge.aborted", e.runId(), e.sealSha256(), e.branch(), e.commit());
    };
  }

  /**
   * The entry of a log line.
   *
   * @throws JsonFormatException if the kind is unknown, or a member is missing or malformed
   */
  static GatewayLogEntry read(Json.Obj line) {
    Instant at = line.parsed("at", Instant::parse);
    String by = line.string("by");
    String kind = line.string("kind");
    return switch (kind) {
      case "identity.added" ->
          new IdentityAdded(
              at, by, readIdentity(line.object("identity")), digest(line, "tokenSha256"));
      case "identity.disabled" -> new IdentityDisabled(at, by, line.string("name"));
      case "repository.registered" ->
          new RepositoryRegistered(
              at, by, line.string("name"), line.parsed("origin", text -> Path.of(text)));
      case "profile.derived" ->
          new ProfileDerived(at, by, line.string("name"), line.object("profile"));
      case "merge.intended" ->
          new MergeIntended(
              at,
              by,
              line.string("runId"),
              digest(line, "sealSha256"),
              line.string("branch"),
              line.parsed("commit", GitId::new),
              line.optionalString("target")
                  .map(branch ->
                      new MergeIntended.Target(branch, line.parsed("targetTip", GitId::new))),
              line.has("unrelatedBase") && line.bool("unrelatedBase"));
      case "merged" ->
          new Merged(
              at,
              by,
              line.string("runId"),
              digest(line, "sealSha256"),
              line.string("branch"),
              line.parsed("commit", GitId::new));
      case "log.accepted" -> new LogAccepted(at, by, line.string("code"), line.string("reason"));
      case "merge.aborted" ->
          new MergeAborted(
              at,
              by,
              line.string("runId"),
              digest(line, "sealSha256"),
              line.string("branch"),
              line.parsed("commit", GitId::new));
      default -> throw new JsonFormatException("unknown kind of entry " + kind);
    };
  }

  private static Json.Obj write(Identity identity) {
    Json.Builder object = Json.object().put("name", identity.name());
    return switch (identity) {
      case Identity.Operator _ -> object.put("role", "OPERATOR").build();
      case Identity.Agent agent ->
          object
              .put("role", "AGENT")
              .put("repositories", Json.Arr.ofStrings(List.copyOf(agent.repositories())))
              .put("profiles", Json.Arr.ofStrings(List.copyOf(agent.profiles())))
              .put("openRuns", agent.openRuns())
              .build();
    };
  }

  private static Identity readIdentity(Json.Obj json) {
    String role = json.string("role");
    return switch (role) {
      case "OPERATOR" -> new Identity.Operator(json.string("name"));
      case "AGENT" ->
          new Identity.Agent(
              json.string("name"),
              new TreeSet<>(json.strings("repositories")),
              new TreeSet<>(json.strings("profiles")),
              Math.toIntExact(json.integer("openRuns")));
      default -> throw new JsonFormatException("unknown role " + role);
    };
  }

  private static Json.Obj merge(
      Json.Builder line,
      String kind,
      String runId,
      Digest sealSha256,
      String branch,
      GitId commit) {
    return line.put("kind", kind)
        .put("runId", runId)
        .put("sealSha256", sealSha256.hex())
        .put("branch", branch)
        .put("commit", commit.hex())
        .build();
  }

  private static Digest digest(Json.Obj line, String name) {
    return line.parsed(name, Digest::new);
  }
}
