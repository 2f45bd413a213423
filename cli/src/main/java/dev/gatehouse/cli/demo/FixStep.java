package dev.gatehouse.cli.demo;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.DirectoryListing;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.FileContent;
import dev.gatehouse.client.RunClient;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the agent is there for: it reads, searches, tests, and fixes the defect. */
final class FixStep {
  private static final String SOURCE = "parcel_rates/rates.py";
  private static final String TESTS = "python3 -m pytest -q";

  private FixStep() {}

  static void lookAround(DemoTranscript transcript, RunClient run) {
    transcript.scene("3. It looks around");
    transcript.asks("agent", "dir.list");
    DirectoryListing listing = run.list(Optional.empty());
    transcript.done(
        listing.entries().stream()
            .map(DirectoryListing.Entry::name)
            .collect(Collectors.joining("  ")));
    transcript.asks("agent", "exec.run argv: grep -rn price_for parcel_rates");
    CommandAnswer found = run.run(CommandRequest.argv("grep", "-rn", "price_for", "parcel_rates"));
    transcript.done(how(found));
    transcript.shows(found.stdout().untrusted().lenientText());
    transcript.expect(exited(found, 0), "grep found nothing");
    transcript.asks("agent", "exec.run shell: " + TESTS);
    CommandAnswer tests = run.run(CommandRequest.shell(TESTS));
    transcript.done(how(tests));
    transcript.shows(lastLines(tests.stdout().untrusted().lenientText()));
    transcript.expect(exited(tests, 1), "the tests should fail before the defect is fixed");
  }

  static void mend(DemoTranscript transcript, RunClient run) {
    transcript.scene("5. It fixes the defect");
    transcript.asks("agent", "file.read " + SOURCE);
    FileContent source = run.read(SOURCE);
    transcript.done(source.size() + " bytes, sha256 " + source.sha256());
    String before = source.untrusted().lenientText();
    String after = before.replace("grams < limit", "grams <= limit");
    transcript.expect(!after.equals(before), "the defect is not where the story says");
    transcript.mustBeRefused(
        "agent",
        "file.write " + SOURCE + ", replacing a version that is not there any more",
        "REPLACES_MISMATCH"::equals,
        () -> run.write(SOURCE, "0".repeat(source.sha256().length()), after));
    transcript.asks("agent", "file.write " + SOURCE + ", replacing sha256 " + source.sha256());
    FileChanged written = run.write(SOURCE, source.sha256(), after);
    transcript.done(written.disposition() + " by " + written.rule());
    transcript.expect(written.disposition().equals("COMMITTED"), "the fix was not committed");
    transcript.asks("agent", "exec.run shell: " + TESTS);
    CommandAnswer tests = run.run(CommandRequest.shell(TESTS));
    transcript.done(how(tests));
    transcript.shows(lastLines(tests.stdout().untrusted().lenientText()));
    transcript.expect(exited(tests, 0), "the tests should pass now");
  }

  static boolean exited(CommandAnswer answer, int code) {
    return answer.exitCode().isPresent() && answer.exitCode().getAsInt() == code;
  }

  /** How a command ended and under which mode of decision, for people. */
  static String how(CommandAnswer answer) {
    String end =
        answer.exitCode().isPresent() ? "exit " + answer.exitCode().getAsInt() : answer.ending();
    return end
        + " in "
        + answer.millis()
        + " ms, decided by "
        + answer.decision().rule()
        + answer.decision().mode().map(mode -> " (" + mode + ")").orElse("");
  }

  private static String lastLines(String text) {
    long skip = Math.max(0, text.lines().count() - 2);
    return text.lines().skip(skip).collect(Collectors.joining("\n"));
  }
}
