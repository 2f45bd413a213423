package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.Suggestion;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.gates.decision.RunDecisions;
import dev.gatehouse.policy.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "suggest",
    description = {
      "Proposes the narrowest profile for what runs did.",
      "Every call of the run folders is decided under it as it was: it is the runs' own profile with",
      "the syscalls that they used and the command rules that they needed. It is a file of YAML, with",
      "comments that say how often each rule was used."
    },
    footer = {"", "Example: gatehouse policy suggest DATA/runs/r-01* > narrow.yaml"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the proposal is written",
      "2:a folder cannot be read, the runs are not of one profile, or nothing can be proposed",
      "64:the command line was not understood"
    })
final class PolicySuggestCommand implements Callable<Integer> {
  private final Screen screen;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "run folders")
  private List<Path> folders = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "what the profile is called (default: that of the runs, and -narrow)")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--paths",
      description = "let everything be read only but the places that the runs changed")
  private boolean paths;

  PolicySuggestCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    List<RunDecisions> runs = new ArrayList<>();
    for (Path folder : folders) {
      RunDecisions run = Folders.read(folder, RunDecisions::of);
      requireDecided(folder, run);
      runs.add(run);
    }
    Profile own = runs.getFirst().policy().profile();
    if (runs.stream().anyMatch(run -> !run.policy().profile().equals(own))) {
      throw new CliException(
          "PROFILES_DIFFER",
          "the runs are not all of one profile",
          "propose a profile for the runs of each profile alone");
    }
    String chosen = name.orElse(own.name() + "-narrow");
    if (!Identifier.isValid(chosen)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--name is 1 to 128 characters of A-Z a-z 0-9 _ -");
    }
    screen.document(Suggestion.yaml(runs, chosen, paths).stripTrailing());
    return ExitCode.YES;
  }

  private static void requireDecided(Path folder, RunDecisions run) {
    if (!run.undecided().isEmpty()) {
      RunDecisions.Undecided first = run.undecided().getFirst();
      throw new CliException(
          "CALL_UNDECIDED",
          "%s, line %s: %s".formatted(folder, first.line(), first.reason()),
          "leave this folder out; gatehouse policy replay lists all such calls");
    }
  }
}
