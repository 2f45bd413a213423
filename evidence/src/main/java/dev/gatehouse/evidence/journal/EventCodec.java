package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.evidence.journal.Event.CallAborted;
import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.Event.CallRefused;
import dev.gatehouse.evidence.journal.Event.LeaseTaken;
import dev.gatehouse.evidence.journal.Event.RunBegun;
import dev.gatehouse.evidence.journal.Event.RunEnded;
import dev.gatehouse.evidence.journal.Event.RunSubmitted;
import dev.gatehouse.evidence.journal.Event.ScratchLost;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The wire form of {@link Event}: the members of a journal line besides {@code seq} and {@code
 * prev}.
 */
public final class EventCodec {
  private EventCodec() {}

  /** The members of the event, {@code kind} and {@code at} among them. */
  public static Json.Builder write(Event event) {
    Json.Builder line = Json.object().put("at", event.at().toString());
    return switch (event) {
      case RunBegun e -> {
        e.closureSha256().ifPresent(sha256 -> line.put("closureSha256", sha256.hex()));
        yield line.put("kind", "run.begin").put("agent", e.agent());
      }
      case LeaseTaken e -> {
        e.key().ifPresent(key -> line.put("key", key));
        yield line.put("kind", "lease.taken").put("agent", e.agent()).put("fence", e.fence());
      }
      case CallIntended e -> writeIntended(line, e);
      case CallEnded e ->
          line.put("kind", "call.outcome")
              .put("callId", e.callId())
              .put("status", e.status().name())
              .put("answer", e.answer())
              .put(
                  "paths",
                  new Json.Arr(List.copyOf(e.paths().stream().map(PathOutcome::toJson).toList())))
              .put("contents", contents(e.contents()));
      case CallRefused e -> writeRefused(line, e);
      case CallConfirmed e ->
          line.put("kind", "call.confirmed")
              .put("callId", e.callId())
              .put("agrees", e.agrees())
              .put("detail", e.detail());
      case CallAborted e ->
          line.put("kind", "call.aborted").put("callId", e.callId()).put("reason", e.reason());
      case ApprovalRequested e ->
          line.put("kind", "approval.requested")
              .put("approval", e.approval().toJson())
              .put("contents", contents(e.contents()));
      case ApprovalSettled e ->
          line.put("kind", "approval.settled")
              .put("approvalId", e.approvalId())
              .put("state", e.state().name())
              .put("by", e.by())
              .put("comment", e.comment())
              .put("proposalSha256", e.proposalSha256());
      case ScratchLost e -> line.put("kind", "scratch.lost");
      case RunSubmitted e -> line.put("kind", "run.submitted").put("actor", e.actor());
      case RunEnded e -> {
        e.cancelled().ifPresent(cancelled -> line.put("cancelled", cancelled.toJson()));
        yield line.put("kind", "run.end").put("status", e.status().name());
      }
    };
  }

  /**
   * The event of a journal line.
   *
   * @param format the version of the folder's format
   * @throws JsonFormatException if the kind is unknown, or a member is missing or malformed
   */
  public static Event read(FormatVersion format, Json.Obj line) {
    Instant at = line.parsed("at", Instant::parse);
    String kind = line.string("kind");
    return switch (kind) {
      case "run.begin" -> readBegun(format, at, line);
      case "lease.taken" -> readLease(format, at, line);
      case "call.intent" -> readIntended(format, at, line);
      case "call.outcome" ->
          new CallEnded(
              at,
              line.string("callId"),
              line.parsed("status", CallStatus::valueOf),
              line.object("answer"),
              line.objects("paths").stream().map(PathOutcome::fromJson).toList(),
              contents(line));
      case "call.refused" -> readRefused(format, at, line);
      case "call.confirmed" ->
          new CallConfirmed(at, line.string("callId"), line.bool("agrees"), line.object("detail"));
      case "call.aborted" -> new CallAborted(at, line.string("callId"), line.string("reason"));
      case "approval.requested" ->
          new ApprovalRequested(at, Approval.fromJson(line.object("approval")), contents(line));
      case "approval.settled" ->
          new ApprovalSettled(
              at,
              line.string("approvalId"),
              line.parsed("state", Approval.State::valueOf),
              line.string("by"),
              line.string("comment"),
              line.string("proposalSha256"));
      case "scratch.lost" -> new ScratchLost(at);
      case "run.submitted" -> new RunSubmitted(at, line.string("actor"));
      case "run.end" -> readEnded(format, at, line);
      default -> throw new JsonFormatException("unknown kind of event " + kind);
    };
  }

  private static RunBegun readBegun(FormatVersion format, Instant at, Json.Obj line) {
    if (!line.has("closureSha256")) {
      return new RunBegun(at, line.string("agent"));
    }
    if (!format.includes(FormatVersion.TWO)) {
      throw new JsonFormatException("format 1 has no closure");
    }
    return new RunBegun(
        at, line.string("agent"), Optional.of(line.parsed("closureSha256", Digest::new)));
  }

  private static LeaseTaken readLease(FormatVersion format, Instant at, Json.Obj line) {
    if (line.has("key") && !format.includes(FormatVersion.TWO)) {
      throw new JsonFormatException("format 1 has no key of a lease");
    }
    return new LeaseTaken(
        at, line.string("agent"), line.integer("fence"), line.optionalString("key"));
  }

  private static RunEnded readEnded(FormatVersion format, Instant at, Json.Obj line) {
    if (line.has("cancelled") && !format.includes(FormatVersion.TWO)) {
      throw new JsonFormatException("format 1 does not say who cancelled a run");
    }
    return new RunEnded(
        at,
        line.parsed("status", RunStatus::valueOf),
        line.optionalObject("cancelled").map(Cancellation::fromJson));
  }

  private static Json.Builder writeIntended(Json.Builder line, CallIntended e) {
    line.put("kind", "call.intent")
        .put("callId", e.callId())
        .put("actor", e.actor())
        .put("fence", e.fence())
        .put("op", e.op())
        .put("requestSha256", e.requestSha256())
        .put("decision", e.decision().toJson());
    e.request().putInto(line);
    e.key().ifPresent(key -> line.put("key", key));
    e.isolation().ifPresent(isolation -> line.put("isolation", isolation));
    return line;
  }

  private static CallIntended readIntended(FormatVersion format, Instant at, Json.Obj line) {
    return new CallIntended(
        at,
        line.string("callId"),
        line.string("actor"),
        line.integer("fence"),
        line.optionalString("key"),
        line.string("op"),
        CallRequest.read(format, line),
        line.string("requestSha256"),
        Decision.fromJson(line.object("decision")),
        line.optionalObject("isolation"));
  }

  private static Json.Builder writeRefused(Json.Builder line, CallRefused e) {
    line.put("kind", "call.refused")
        .put("callId", e.callId())
        .put("actor", e.actor())
        .put("op", e.op())
        .put("code", e.code())
        .put("reason", e.reason());
    e.request().putInto(line);
    e.decision().ifPresent(decision -> line.put("decision", decision.toJson()));
    return line;
  }

  private static CallRefused readRefused(FormatVersion format, Instant at, Json.Obj line) {
    return new CallRefused(
        at,
        line.string("callId"),
        line.string("actor"),
        line.string("op"),
        line.string("code"),
        line.string("reason"),
        CallRequest.read(format, line),
        line.optionalObject("decision").map(Decision::fromJson));
  }

  private static Json.Arr contents(List<InlineContent> contents) {
    return Json.Arr.ofStrings(contents.stream().map(InlineContent::base64).toList());
  }

  private static List<InlineContent> contents(Json.Obj line) {
    try {
      return line.strings("contents").stream()
          .map(text -> new InlineContent(Base64.getDecoder().decode(text)))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException("inline content is base64 of at most 4 KiB", e);
    }
  }
}
