package dev.gatehouse.gates.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.evidence.text.VisibleText;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that a step did not find, or could not execute, on the base either: the sandbox does
 * not have it, and no change of the run would change that. Shells and {@code env} end with 127 or
 * 126 then (POSIX, Shell Command Language, 2.8.2).
 */
final class MissingProgram {
  private static final long NOT_EXECUTABLE = 126;
  private static final long NOT_FOUND = 127;

  /** Bytes of an output that are looked through, from its end. */
  private static final int TAIL = 64 * 1024;

  private static final int NAME = 200;

  /** As bash, dash, env and make write it: the name is what stands before the reason. */
  private static final Pattern LINE =
      Pattern.compile(
          "([^:\\n]{1,200}): (?:command not found|not found|No such file or directory"
              + "|Permission denied|Is a directory|Exec format error|cannot execute[^\\n]*)$",
          Pattern.MULTILINE);

  private MissingProgram() {}

  /**
   * What a finding says, if the step ended so on the result and on the base.
   *
   * @param base the step on the base, where that is known
   */
  static Optional<String> of(
      RunHistory facts, VerificationStep step, VerifiedStep verified, Optional<BaseStep> base) {
    if (!is(verified.ending(), verified.exitCode())
        || base.filter(known -> is(known.ending(), known.exitCode())).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "step %s ended with exit code %s, on the base too: %s %s in the sandbox; use a profile whose steps the image can run, or an image that has the program"
            .formatted(
                step.id(),
                verified.exitCode(),
                name(facts, step, verified),
                verified.exitCode() == NOT_FOUND ? "was not found" : "cannot be executed"));
  }

  private static boolean is(String ending, long exitCode) {
    return ending.equals("EXITED") && (exitCode == NOT_FOUND || exitCode == NOT_EXECUTABLE);
  }

  private static String name(RunHistory facts, VerificationStep step, VerifiedStep verified) {
    return switch (step.command()) {
      case CommandRequest.Argv argv -> "the program " + shown(argv.argv().getFirst());
      case CommandRequest.Shell ignored ->
          Stream.of(verified.stderr(), verified.stdout())
              .flatMap(output -> named(facts, output).stream())
              .findFirst()
              .map(found -> "the program " + shown(found))
              .orElse("a program, which its output may name,");
    };
  }

  /** The program that the last such line names. */
  private static Optional<String> named(RunHistory facts, StepOutput output) {
    if (!Digest.isHex(output.blobSha256())) {
      return Optional.empty();
    }
    String text =
        facts
            .content(new Digest(output.blobSha256()))
            .map(bytes -> Arrays.copyOfRange(bytes, Math.max(0, bytes.length - TAIL), bytes.length))
            .map(bytes -> new String(bytes, UTF_8))
            .orElse("");
    Optional<String> last = Optional.empty();
    Matcher lines = LINE.matcher(text);
    while (lines.find()) {
      last = Optional.of(lines.group(1).strip());
    }
    return last;
  }

  private static String shown(String name) {
    String cut = name.length() <= NAME ? name : name.substring(0, NAME) + "…";
    return VisibleText.of(cut);
  }
}
