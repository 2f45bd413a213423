package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.ExampleChange;
import dev.gatehouse.cli.policy.ProfileDiff;
import dev.gatehouse.cli.policy.RuleChange;
import dev.gatehouse.cli.policy.SettingChange;
import dev.gatehouse.cli.policy.Subject;
import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compares two profiles by their rules, settings and examples.",
      "Shown are rules and steps that were added, removed or changed, all other settings that differ,",
      "and the examples of all rules that are newly denied, held or allowed under B."
    },
    footer = {"", "Example: gatehouse policy diff default strict.yaml"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing differs but name and description",
      "1:something differs",
      "2:a profile cannot be read, or does not load",
      "64:the command line was not understood"
    })
final class PolicyDiffCommand implements Callable<Integer> {
  private static final int LONGEST = 120;

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "the former profile: one that ships, a file of YAML, a run folder's snapshot.json, or one"
              + " that the gateway knows")
  private String former = "";

  @Parameters(index = "1", paramLabel = "B", description = "the newer profile, named as A is")
  private String newer = "";

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  PolicyDiffCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Profile from = Profiles.usable(former, server);
    Profile to = Profiles.usable(newer, server);
    ProfileDiff diff = ProfileDiff.between(from, to);
    if (json) {
      screen.document(JsonDocument.of(diff.toJson()));
    } else {
      show(diff);
    }
    return diff.isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private void show(ProfileDiff diff) {
    if (diff.isEmpty()) {
      screen.line(StyledText.good("nothing differs but name and description"));
    }
    heading("rules and steps", diff.rules());
    diff.rules().forEach(this::show);
    heading("settings", diff.settings());
    diff.settings().forEach(this::show);
    for (ExampleChange.Kind kind : ExampleChange.Kind.values()) {
      List<ExampleChange> changes =
          diff.examples().stream().filter(each -> each.kind() == kind).toList();
      heading(kind.heading(), changes);
      changes.forEach(this::show);
    }
  }

  private void heading(String text, List<?> below) {
    if (!below.isEmpty()) {
      screen.line(StyledText.strong(text), StyledText.plain(" (" + below.size() + ")"));
    }
  }

  private void show(RuleChange rule) {
    StyledText sign =
        switch (rule.change()) {
          case ADDED -> StyledText.good("  + ");
          case REMOVED -> StyledText.bad("  - ");
          case CHANGED -> StyledText.warn("  ~ ");
        };
    String members = rule.members().isEmpty() ? "" : ": " + String.join(", ", rule.members());
    screen.line(sign, StyledText.plain(rule.list().word() + " " + rule.id() + members));
  }

  private void show(SettingChange setting) {
    screen.line("    " + setting.place());
    setting.removed().forEach(each -> screen.line(StyledText.bad("  - "), value(each)));
    setting.added().forEach(each -> screen.line(StyledText.good("  + "), value(each)));
  }

  private static StyledText value(String text) {
    return StyledText.plain(
        "  " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
  }

  private void show(ExampleChange example) {
    screen.line(
        StyledText.plain("    " + Subject.act(example.question()) + "  "),
        StyledText.strong(Subject.shown(example.question())));
    screen.line(
        StyledText.faint(
            "      %s by %s, now %s by %s: %s"
                .formatted(
                    example.from().word(),
                    example.from().decision().rule(),
                    example.to().word(),
                    example.to().decision().rule(),
                    example.to().decision().reason())));
  }
}
