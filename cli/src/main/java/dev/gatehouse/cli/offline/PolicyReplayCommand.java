package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.ReplayedRun;
import dev.gatehouse.cli.policy.Subject;
import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.decision.RunDecisions;
import dev.gatehouse.policy.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Decides the recorded calls of run folders again under another profile.",
      "Lists which calls, and which paths that commands changed, would have been decided otherwise.",
      "Nothing is run: a call is taken as it was recorded, whatever became of those before it.",
      "Whether a folder is whole and signed is asked of verify."
    },
    footer = {"", "Example: gatehouse policy replay DATA/runs/* --profile strict.yaml"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every call would have been decided as it was",
      "1:a call would have been decided otherwise",
      "2:a folder or the profile cannot be read, or a call cannot be decided again",
      "64:the command line was not understood"
    })
final class PolicyReplayCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "run folders")
  private List<Path> folders = List.of();

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "PROFILE",
      description =
          "a profile that ships, a file of YAML, a run folder's snapshot.json, or a profile that"
              + " the gateway knows; without steps it has those of each run")
  private String profile = "";

  @Option(names = "--all", description = "list what would have been decided as it was, too")
  private boolean all;

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  PolicyReplayCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Profile other = Profiles.usable(profile, server);
    List<Json> documents = new ArrayList<>();
    boolean differs = false;
    boolean undecided = false;
    for (Path folder : folders) {
      ReplayedRun replayed =
          Folders.read(folder, evidence -> ReplayedRun.of(RunDecisions.of(evidence), other));
      differs |= !replayed.differences().isEmpty();
      undecided |= !replayed.run().undecided().isEmpty();
      if (json) {
        documents.add(replayed.toJson(folder.toString(), all));
      } else {
        show(folder, replayed, other);
      }
    }
    if (json) {
      screen.document(
          JsonDocument.of(
              Json.object()
                  .put("profile", other.name())
                  .put("policySha256", other.sha256().hex())
                  .put("folders", new Json.Arr(documents))
                  .build()));
    }
    if (undecided) {
      return ExitCode.COULD_NOT;
    }
    return differs ? ExitCode.NO : ExitCode.YES;
  }

  private void show(Path folder, ReplayedRun replayed, Profile other) {
    int different = replayed.differences().size();
    screen.line(
        StyledText.strong(folder.toString()),
        StyledText.plain(
            "  %s under %s, now under %s: %s, "
                .formatted(
                    replayed.run().run().runId(),
                    replayed.run().run().profile(),
                    other.name(),
                    Counted.of(replayed.calls().size(), "decision"))),
        different == 0
            ? StyledText.good("all the same")
            : StyledText.warn(different + " different"));
    if (!replayed.closed()) {
      screen.line(
          StyledText.warn("  note"),
          StyledText.plain(
              "  the folder has not all that the profile's closure follows: what links and steps"
                  + " name is taken as in the run"));
    }
    (all ? replayed.calls() : replayed.differences()).forEach(this::show);
    replayed
        .run()
        .undecided()
        .forEach(each ->
            screen.line(
                StyledText.bad("  undecided"),
                StyledText.plain(
                    "  line %s  %s: %s".formatted(each.line(), each.op(), each.reason()))));
  }

  private void show(ReplayedRun.Replayed call) {
    screen.line(
        StyledText.plain(
            "  line %s  %s  %s  "
                .formatted(
                    call.recorded().line(),
                    call.recorded().op(),
                    Subject.act(call.recorded().question()))),
        StyledText.strong(Subject.shown(call.recorded().question())));
    screen.line(
        StyledText.faint(
            "    " + call.from().word() + " by " + call.from().decision().rule() + ", now "),
        Outcomes.styled(call.to().decision().outcome()),
        StyledText.plain(
            "%s by %s: %s"
                .formatted(
                    call.to().scratch() ? " as scratch" : "",
                    call.to().decision().rule(),
                    call.to().decision().reason())));
    if (call.differs()) {
      call.to()
          .decision()
          .next()
          .ifPresent(next -> screen.line(StyledText.faint("    next: " + next)));
    }
  }
}
