package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.GatewayLogLines;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a gateway log is the one that its checkpoints were signed over: the one beside it, which
 * covers it to its last line, and those that somebody kept, which cover its beginning.
 */
public final class GatewayLogCheck {
  /** What is beside a log named {@code NAME.jsonl}. */
  public static final String CHECKPOINT = "gateway.checkpoint";

  private final TrustStore trust;
  private final List<Problem> problems = new ArrayList<>();

  /** What can be wrong; the names are stable. */
  public enum Code {
    /** A whole line does not continue the chain. */
    LOG_CHAIN_BROKEN,
    /** There is no checkpoint beside the log. */
    LOG_CHECKPOINT_MISSING,
    /** It is malformed, of another log, or signed by no key that the trust file names for it. */
    LOG_CHECKPOINT_UNTRUSTED,
    /** Lines that a checkpoint counts are gone. */
    LOG_SHORTER,
    /** Lines that a checkpoint counts are others. */
    LOG_DIFFERS,
    /** Lines at the end that the checkpoint beside the log does not cover. */
    LOG_LINES_UNSIGNED
  }

  /** One of them, with one sentence. */
  public record Problem(Code code, String message) {}

  /**
   * What a check found.
   *
   * @param lines number of whole lines that chain
   * @param head digest of the last one
   */
  public record Report(long lines, Digest head, List<Problem> problems) {
    public Report {
      problems = List.copyOf(problems);
    }

    /** The form of {@code --json}. */
    public Json.Obj toJson() {
      return Json.object()
          .put("lines", lines)
          .put("head", head.hex())
          .put(
              "findings",
              new Json.Arr(
                  problems.stream()
                      .<Json>map(each ->
                          Json.object()
                              .put("code", each.code().name())
                              .put("message", each.message())
                              .build())
                      .toList()))
          .build();
    }
  }

  private GatewayLogCheck(TrustStore trust) {
    this.trust = trust;
  }

  /**
   * Checks a log.
   *
   * @param log the file {@code gateway.jsonl}
   * @param kept checkpoints that were kept elsewhere
   * @throws IOException if a file cannot be read
   */
  public static Report check(Path log, List<Path> kept, TrustStore trust) throws IOException {
    GatewayLogCheck check = new GatewayLogCheck(trust);
    GatewayLogLines lines;
    try {
      lines = GatewayLogLines.read(log);
    } catch (JsonFormatException e) {
      check.add(Code.LOG_CHAIN_BROKEN, String.valueOf(e.getMessage()));
      return new Report(0, GatewayLogLines.GENESIS, check.problems);
    }
    Path beside = log.resolveSibling(CHECKPOINT);
    if (Files.exists(beside)) {
      check.compare(lines, beside, /* toTheEnd= */ true);
    } else {
      check.add(Code.LOG_CHECKPOINT_MISSING, "there is no " + CHECKPOINT + " beside the log");
    }
    for (Path file : kept) {
      check.compare(lines, file, /* toTheEnd= */ false);
    }
    return new Report(lines.lines().size(), lines.head(), check.problems);
  }

  private void compare(GatewayLogLines lines, Path file, boolean toTheEnd) throws IOException {
    String name = String.valueOf(file.getFileName());
    Optional<Checkpoint> trusted = trusted(Files.readAllBytes(file));
    if (trusted.isEmpty()) {
      add(
          Code.LOG_CHECKPOINT_UNTRUSTED,
          name + " is not a checkpoint of a gateway log that a key of the trust file signed");
      return;
    }
    Checkpoint checkpoint = trusted.get();
    String counts =
        "%s counts %s lines, the log has %s"
            .formatted(name, checkpoint.size(), lines.lines().size());
    switch (lines.standing(checkpoint)) {
      case SHORTER -> add(Code.LOG_SHORTER, counts);
      case DIFFERENT -> add(Code.LOG_DIFFERS, "the lines that " + name + " covers are others");
      case LONGER -> {
        if (toTheEnd) {
          add(Code.LOG_LINES_UNSIGNED, counts);
        }
      }
      case COVERED -> {}
    }
    if (lines.origin().isPresent() && !lines.origin().get().equals(checkpoint.origin())) {
      add(Code.LOG_DIFFERS, name + " is of another log, " + checkpoint.origin());
    }
  }

  private Optional<Checkpoint> trusted(byte[] note) {
    try {
      Checkpoint.Signed signed = Checkpoint.parse(note);
      String origin = signed.checkpoint().origin();
      return trust.checkpointKeys().stream()
          .filter(entry -> entry.origin().equals(origin) && signed.isOf(entry.key()))
          .map(_ -> signed.checkpoint())
          .findFirst();
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private void add(Code code, String message) {
    problems.add(new Problem(code, message));
  }
}
