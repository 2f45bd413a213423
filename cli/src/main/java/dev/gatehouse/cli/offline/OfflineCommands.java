package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.Screen;
import picocli.CommandLine;

/** The words of this package. */
public final class OfflineCommands {
  private OfflineCommands() {}

  /** Adds them to the command line. */
  public static void addTo(CommandLine line, Screen screen) {
    line.addSubcommand(new VerifyCommand(screen));
    line.addSubcommand(new VerifyLogCommand(screen));
    line.addSubcommand(new GateCommand(screen));
    line.addSubcommand(new ExplainCommand(screen));
    line.addSubcommand(
        new CommandLine(new PolicyCommand())
            .addSubcommand(new PolicyCheckCommand(screen))
            .addSubcommand(new PolicyExplainCommand(screen))
            .addSubcommand(new PolicyTestCommand(screen))
            .addSubcommand(new PolicyDiffCommand(screen))
            .addSubcommand(new PolicyReplayCommand(screen))
            .addSubcommand(new PolicySuggestCommand(screen)));
  }
}
