package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.Operation;
import dev.gatehouse.cli.remote.ServerOptions;
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
import dev.gatehouse.policy.decision.Question;
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
      "  gatehouse policy explain default -- grep -rn x src",
      "  gatehouse policy explain default --shell 'grep -rn x src | head'",
      "  gatehouse policy explain default --batch questions.jsonl --json"
    },
    footer = {
      "",
      "A line of a batch is {\"id\", \"path\", \"operation\"}, {\"id\", \"argv\"} or {\"id\","
          + " \"shell\"}.",
      "",
      "Example: gatehouse policy explain default Makefile -- pytest -q"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is explained, whatever the decision is",
      "2:the profile or the batch cannot be read, or a line of the batch is not a question",
      "64:the command line was not understood"
    })
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

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      description = "read, write or delete: what is done with the paths (default: each)")
  private Optional<String> operation = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "a file of questions, one JSON object in a line; - is standard input")
  private Optional<String> batch = Optional.empty();

  @Option(names = "--json", description = "with --batch: an answer is a JSON object in a line")
  private boolean json;

  PolicyExplainCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional<Operation> chosen = operation.map(this::operation);
    int commandWords = wordsBehindDashes();
    List<String> paths = words.subList(0, words.size() - commandWords);
    List<String> argv = words.subList(words.size() - commandWords, words.size());
    boolean asks = !words.isEmpty() || shell.isPresent();
    if (asks == batch.isPresent()) {
      throw misuse("name a path, a command behind --, --shell or --batch");
    }
    if (json && batch.isEmpty()) {
      throw misuse("--json goes with --batch");
    }
    if (chosen.isPresent() && paths.isEmpty()) {
      throw misuse("--operation goes with a path");
    }
    Policy policy = new Policy(Profiles.usable(profile, server));
    if (batch.isPresent()) {
      return BatchScreen.answer(screen, policy, batch.get(), json);
    }
    paths.forEach(path -> explainPath(policy, path, chosen));
    if (!argv.isEmpty()) {
      explainCommand(policy, String.join(" ", argv), new CommandRequest.Argv(argv));
    }
    shell.ifPresent(text -> explainCommand(policy, text, new CommandRequest.Shell(text)));
    return ExitCode.YES;
  }

  private Operation operation(String word) {
    try {
      return Operation.ofWord(word);
    } catch (IllegalArgumentException e) {
      throw misuse("--operation " + e.getMessage());
    }
  }

  private ParameterException misuse(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  private int wordsBehindDashes() {
    List<String> all = Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs();
    int dashes = all.indexOf(COMMAND_FOLLOWS);
    return dashes < 0 ? 0 : Math.min(words.size(), all.size() - dashes - 1);
  }

  private void explainPath(Policy policy, String text, Optional<Operation> chosen) {
    screen.line(StyledText.strong(text));
    try {
      WorkspacePath path = WorkspacePath.parse(text);
      if (chosen.isEmpty() || chosen.get() == Operation.READ) {
        row(policy, "read", new Question.Read(path));
      }
      if (chosen.isEmpty() || chosen.get() != Operation.READ) {
        String word = chosen.orElse(Operation.WRITE).word();
        row(policy, word + ", new file", change(path, false, ChangeOrigin.FILE));
        row(policy, word + ", base file", change(path, true, ChangeOrigin.FILE));
        row(policy, "command, new file", change(path, false, ChangeOrigin.COMMAND));
        row(policy, "command, base file", change(path, true, ChangeOrigin.COMMAND));
      }
    } catch (PathException refused) {
      screen.line(
          StyledText.bad("  refused  " + refused.code()),
          StyledText.plain(": " + refused.getMessage()));
    }
  }

  private static Question change(WorkspacePath path, boolean inBaseTree, ChangeOrigin via) {
    return Question.Change.of(path, inBaseTree, via);
  }

  private void explainCommand(Policy policy, String text, CommandRequest request) {
    screen.line(StyledText.strong(text));
    Question question = new Question.Command(request);
    Decision decision = question.decide(policy).decision();
    row(decision.mode().orElse("command"), decision, "");
  }

  private void row(Policy policy, String act, Question question) {
    PathDecision said = question.decide(policy);
    boolean scratch =
        said.zone() == Destination.SCRATCH && said.decision().outcome() == Decision.Outcome.ALLOW;
    String aside =
        (scratch ? " as scratch" : "") + said.approverRole().map(role -> " for " + role).orElse("");
    row(act, said.decision(), aside);
  }

  private void row(String act, Decision decision, String aside) {
    screen.line(
        StyledText.faint(String.format("  %-19s", act)),
        Outcomes.styled(decision.outcome()),
        StyledText.plain(aside + "  " + decision.rule() + ": " + decision.reason()));
    decision.next().ifPresent(next -> screen.line(StyledText.faint("    next: " + next)));
  }
}
