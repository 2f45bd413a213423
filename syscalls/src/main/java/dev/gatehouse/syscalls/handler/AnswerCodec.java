package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Answer.CommandRan.Stream;
import dev.gatehouse.syscalls.Syscall;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers as the journal keeps them: output and content by digest. A stored answer is made again
 * from the two events of its call (promise F4).
 */
public final class AnswerCodec {
  private AnswerCodec() {}

  static Json.Obj write(Answer answer) {
    return switch (answer) {
      case Answer.FileContent read ->
          Json.object()
              .put("sha256", read.sha256().hex())
              .put("size", read.content().length)
              .put("scratch", read.scratch())
              .build();
      case Answer.FileChanged changed ->
          Json.object().put("disposition", changed.outcome().disposition().name()).build();
      case Answer.Listing listing ->
          Json.object()
              .put("entries", listing.entries().size())
              .put("truncated", listing.truncated())
              .build();
      case Answer.CommandRan ran ->
          Json.object()
              .put("ending", ran.ending())
              .put("exitCode", ran.exitCode())
              .put("millis", ran.millis())
              .put("stdout", stream(ran.stdout()))
              .put("stderr", stream(ran.stderr()))
              .put("networkAttempts", ran.networkAttempts())
              .build();
      case Answer.ApprovalStands stands ->
          Json.object()
              .put("approvalId", stands.approvalId())
              .put("state", stands.state().name())
              .build();
    };
  }

  /**
   * The stored answer of a syscall that changes state.
   *
   * @param syscall the syscall, sent again
   * @param content finds output by digest
   * @throws IllegalArgumentException if the syscall changes no state, so has no stored answer
   */
  public static Answer stored(
      Syscall syscall,
      CallIntended intent,
      CallEnded outcome,
      Function<Digest, Optional<byte[]>> content) {
    return switch (syscall) {
      case Syscall.FileWrite _, Syscall.FileDelete _ ->
          new Answer.FileChanged(intent.callId(), outcome.paths().getFirst());
      case Syscall.ExecRun _ -> commandRan(intent, outcome, content);
      case Syscall.FileRead _, Syscall.DirList _, Syscall.ApprovalWait _ ->
          throw new IllegalArgumentException("no answer of " + syscall.name() + " is stored");
    };
  }

  private static Answer.CommandRan commandRan(
      CallIntended intent, CallEnded outcome, Function<Digest, Optional<byte[]>> content) {
    Json.Obj answer = outcome.answer();
    return new Answer.CommandRan(
        intent.callId(),
        answer.string("ending"),
        Math.toIntExact(answer.integer("exitCode")),
        answer.integer("millis"),
        stream(answer.object("stdout"), content),
        stream(answer.object("stderr"), content),
        intent.decision(),
        outcome.paths(),
        answer.integer("networkAttempts"));
  }

  private static Json.Obj stream(Stream stream) {
    return Json.object()
        .put("bytes", stream.bytes())
        .put("sha256", stream.sha256().hex())
        .put("headSha256", Digest.of(stream.head()).hex())
        .put("truncated", stream.truncated())
        .build();
  }

  private static Stream stream(Json.Obj json, Function<Digest, Optional<byte[]>> content) {
    return new Stream(
        content.apply(json.parsed("headSha256", Digest::new)).orElseThrow(),
        json.integer("bytes"),
        json.parsed("sha256", Digest::new),
        json.bool("truncated"));
  }
}
