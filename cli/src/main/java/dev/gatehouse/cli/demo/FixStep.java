package dev.gatehouse.cli.demo;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.DirectoryListing;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.FileContent;
import dev.gatehouse.client.RunClient;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the agent is there for: it reads, searches, tests, and mends the defect. */
final class FixStep {
  private static final String SOURCE = "parcel_rates/rates.py";
  private static final String TESTS = "python3 -m pytest -q";

  private FixStep() {}

  static void lookAround(DemoTranscript told, RunClient run) {
    told.scene("3. It looks around");
    told.asks("agent", "dir.list");
    DirectoryListing listing = run.list(Optional.empty());
    told.done(
        listing.entries().stream()
            .map(DirectoryListing.Entry::name)
            .collect(Collectors.joining("  ")));
    told.asks("agent", "exec.run argv: grep -rn price_for parcel_rates");
    CommandAnswer found = run.run(CommandRequest.argv("grep", "-rn", "price_for", "parcel_rates"));
    told.done(how(found));
    told.shows(found.stdout().untrusted().lenientText());
    told.expect(exited(found, 0), "grep found nothing");
    told.asks("agent", "exec.run shell: " + TESTS);
    CommandAnswer tests = run.run(CommandRequest.shell(TESTS));
    told.done(how(tests));
    told.shows(lastLines(tests.stdout().untrusted().lenientText()));
    told.expect(exited(tests, 1), "the tests should fail before the defect is mended");
  }

  static void mend(DemoTranscript told, RunClient run) {
    told.scene("5. It mends the defect");
    told.asks("agent", "file.read " + SOURCE);
    FileContent source = run.read(SOURCE);
    told.done(source.size() + " bytes, sha256 " + source.sha256());
    String before = source.untrusted().lenientText();
    String after = before.replace("grams < limit", "grams <= limit");
    told.expect(!after.equals(before), "the defect is not where the story says");
    told.mustBeRefused(
        "agent",
        "file.write " + SOURCE + ", replacing a version that is not there any more",
        "REPLACES_MISMATCH"::equals,
        () -> run.write(SOURCE, "0".repeat(source.sha256().length()), after));
    told.asks("agent", "file.write " + SOURCE + ", replacing sha256 " + source.sha256());
    FileChanged written = run.write(SOURCE, source.sha256(), after);
    told.done(written.disposition() + " by " + written.rule());
    told.expect(written.disposition().equals("COMMITTED"), "the fix was not committed");
    told.asks("agent", "exec.run shell: " + TESTS);
    CommandAnswer tests = run.run(CommandRequest.shell(TESTS));
    told.done(how(tests));
    told.shows(lastLines(tests.stdout().untrusted().lenientText()));
    told.expect(exited(tests, 0), "the tests should pass now");
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
