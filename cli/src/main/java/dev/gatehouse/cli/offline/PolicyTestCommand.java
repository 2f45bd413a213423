package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.CaseRun;
import dev.gatehouse.cli.policy.PolicyCase;
import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Loads a profile, which tries the examples of all its rules, and puts a file of cases to it.",
      "A case is a question as explain --batch has it, with \"expect\": ALLOW, HOLD or DENY, and",
      "optionally the \"rule\" that must decide: one JSON object in a line, or, in a file *.yaml or",
      "*.yml, the list \"cases\"."
    },
    footer = {"", "Example: gatehouse policy test strict.yaml cases.jsonl"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the profile loads, and decides every case as expected",
      "1:it does not load, or decides a case otherwise",
      "2:a file cannot be read, or a line of it is not a case",
      "64:the command line was not understood"
    })
final class PolicyTestCommand implements Callable<Integer> {
  private static final int LARGEST = 512 * 1024;

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "PROFILE",
      description =
          "a profile that ships, a file of YAML, a run folder's snapshot.json, or a profile that"
              + " the gateway knows")
  private String profile = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CASES",
      description = "a file of JSON lines, or of YAML; - is standard input")
  private Optional<String> cases = Optional.empty();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  PolicyTestCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    try {
      Profile loaded = Profiles.of(profile, server);
      CaseRun run = new CaseRun(new Policy(loaded));
      cases.ifPresent(file -> read(file, run));
      show(loaded, run);
      if (!run.problems().isEmpty()) {
        return ExitCode.COULD_NOT;
      }
      return run.failures().isEmpty() ? ExitCode.YES : ExitCode.NO;
    } catch (ProfileException refused) {
      ProfileProblems.show(screen, profile, refused);
      return ExitCode.NO;
    }
  }

  private static void read(String file, CaseRun run) {
    try (InputStream in = InputFile.open(file)) {
      if (file.endsWith(".yaml") || file.endsWith(".yml")) {
        run.document(ProfileLoader.document(file, in.readNBytes(LARGEST + 1)));
      } else {
        run.lines(in);
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    } catch (ProfileException | JsonFormatException e) {
      throw new CliException(
          "CASES_INVALID",
          file + ": " + e.getMessage(),
          "write a list cases of mappings, each with id, path with operation or argv or shell, and"
              + " expect",
          e);
    }
  }

  private void show(Profile loaded, CaseRun run) {
    if (json) {
      screen.document(JsonDocument.of(run.toJson()));
      return;
    }
    run.failures().forEach(this::show);
    run.problems().forEach(problem -> BatchScreen.show(screen, problem));
    int examples = examples(loaded);
    screen.line(
        StyledText.strong(loaded.name()),
        StyledText.plain(
            "  %s of rules hold; %s, "
                .formatted(Counted.of(examples, "example"), Counted.of(run.cases(), "case"))),
        run.failures().isEmpty()
            ? StyledText.good("all as expected")
            : StyledText.bad(run.failures().size() + " not as expected"));
  }

  private void show(PolicyCase.Failure failure) {
    PolicyCase failed = failure.failed();
    String expected = failed.expect() + failed.rule().map(rule -> " by " + rule).orElse("");
    screen.line(
        StyledText.bad("FAIL  "),
        StyledText.strong(failed.question().id()),
        StyledText.plain(
            "  expected %s, decided %s by %s: %s"
                .formatted(
                    expected,
                    failure.actual().outcome(),
                    failure.actual().rule(),
                    failure.actual().reason())));
  }

  private static int examples(Profile profile) {
    return profile.paths().stream()
            .map(rule -> rule.examples())
            .mapToInt(each -> each.match().size() + each.notMatch().size())
            .sum()
        + profile.commands().programs().stream()
            .map(rule -> rule.examples())
            .mapToInt(each -> each.match().size() + each.notMatch().size())
            .sum();
  }
}
