package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Screen;
import picocli.CommandLine;

/** The words of this package. */
public final class RemoteCommands {
  private RemoteCommands() {}

  /** Adds them to the command line. */
  public static void addTo(CommandLine line, Screen screen) {
    line.addSubcommand(new RunsCommand(screen));
    line.addSubcommand(new ShowCommand(screen));
    line.addSubcommand(new DiffCommand(screen));
    line.addSubcommand(new EventsCommand(screen));
    line.addSubcommand(new ApprovalsCommand(screen));
    line.addSubcommand(new ApprovalContentCommand(screen));
    line.addSubcommand(new ApproveCommand(screen));
    line.addSubcommand(new DenyCommand(screen));
    line.addSubcommand(new MergeCommand(screen));
    line.addSubcommand(new CancelCommand(screen));
    line.addSubcommand(
        new CommandLine(new AgentsCommand()).addSubcommand(new AgentsCommand.Add(screen)));
    line.addSubcommand(
        new CommandLine(new RepositoriesCommand(screen))
            .addSubcommand(new RepositoriesCommand.Add(screen)));
    line.addSubcommand(new ProfilesCommand(screen));
    line.addSubcommand(new ReconcileCommand(screen));
  }
}
