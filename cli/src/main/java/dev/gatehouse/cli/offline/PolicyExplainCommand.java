package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.PolicyErrorCode;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = {
      "Says what a profile decides of paths, or of a command, by which rule, and what to do next.",
      "  gatehouse policy explain default src/a.py .env",
      "  gatehouse policy explain default -- grep -rn x src"
    },
    footer = {"", "Example: gatehouse policy explain default Makefile -- pytest -q"},
    mixinStandardHelpOptions = true)
final class PolicyExplainCommand implements Callable<Integer> {
  private static final String COMMAND_FOLLOWS = "--";

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "PROFILE",
      description =
          "a profile that ships, a file of YAML, a run folder's snapshot.json, or a profile that"
              + " the gateway knows")
  private String profile = "";

  @Parameters(
      index = "1..*",
      paramLabel = "PATH",
      description = "paths in a workspace; behind --, a program and its arguments")
  private List<String> words = List.of();

  @Option(names = "--shell", paramLabel = "STRING", description = "a shell string")
  private Optional<String> shell = Optional.empty();

  PolicyExplainCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Policy policy = policy();
    int commandWords = wordsBehindDashes();
    List<String> paths = words.subList(0, words.size() - commandWords);
    List<String> argv = words.subList(words.size() - commandWords, words.size());
    if (paths.isEmpty() && argv.isEmpty() && shell.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "name a path, or a command behind --");
    }
    paths.forEach(path -> explainPath(policy, path));
    if (!argv.isEmpty()) {
      explainCommand(policy, String.join(" ", argv), new CommandRequest.Argv(argv));
    }
    shell.ifPresent(text -> explainCommand(policy, text, new CommandRequest.Shell(text)));
    return ExitCode.YES;
  }

  private Policy policy() {
    try {
      return new Policy(Profiles.of(profile, server));
    } catch (ProfileException refused) {
      throw new CliException(
          PolicyErrorCode.PROFILE_INVALID.name(),
          String.valueOf(refused.getMessage()),
          "gatehouse policy check " + profile,
          refused);
    }
  }

  private int wordsBehindDashes() {
    List<String> all = Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs();
    int dashes = all.indexOf(COMMAND_FOLLOWS);
    return dashes < 0 ? 0 : Math.min(words.size(), all.size() - dashes - 1);
  }

  private void explainPath(Policy policy, String text) {
    screen.line(StyledText.strong(text));
    try {
      WorkspacePath path = WorkspacePath.parse(text);
      row("read", policy.read(path));
      row("write, new file", policy.write(path, false, ChangeOrigin.FILE));
      row("write, base file", policy.write(path, true, ChangeOrigin.FILE));
      row("command, new file", policy.write(path, false, ChangeOrigin.COMMAND));
      row("command, base file", policy.write(path, true, ChangeOrigin.COMMAND));
    } catch (PathException refused) {
      screen.line(
          StyledText.bad("  refused  " + refused.code()),
          StyledText.plain(": " + refused.getMessage()));
    }
  }

  private void explainCommand(Policy policy, String text, CommandRequest request) {
    screen.line(StyledText.strong(text));
    Decision decision = policy.command(request);
    row(decision.mode().orElse("command"), decision, "");
  }

  private void row(String act, PathDecision said) {
    boolean scratch =
        said.zone() == Destination.SCRATCH && said.decision().outcome() == Decision.Outcome.ALLOW;
    String aside =
        (scratch ? " as scratch" : "") + said.approverRole().map(role -> " for " + role).orElse("");
    row(act, said.decision(), aside);
  }

  private void row(String act, Decision decision, String aside) {
    screen.line(
        StyledText.faint(String.format("  %-19s", act)),
        outcome(decision.outcome()),
        StyledText.plain(aside + "  " + decision.rule() + ": " + decision.reason()));
    decision.next().ifPresent(next -> screen.line(StyledText.faint("    next: " + next)));
  }

  private static StyledText outcome(Decision.Outcome outcome) {
    return switch (outcome) {
      case ALLOW -> StyledText.good("ALLOW");
      case HOLD -> StyledText.warn("HOLD");
      case DENY -> StyledText.bad("DENY");
    };
  }
}
