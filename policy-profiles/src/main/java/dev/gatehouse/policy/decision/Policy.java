package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import java.util.Optional;

/**
 * Decides under one profile. Pure: the same profile and question give the same decision, in the
 * gateway when a call comes in and in a gate years later. Safe for use by several threads.
 */
public final class Policy {
  /** The mode of a command that was decided by the rules of its program. */
  public static final String MODE_ARGV = "argv";

  /** The mode of a shell string each of whose commands was decided by the rules of its program. */
  public static final String MODE_SHELL = "shell";

  /** The mode of a command that nothing read: sandboxed and mediated. */
  public static final String MODE_CONTAINED = "contained";

  private final Profile profile;
  private final ControlClosure closure;
  private final PathPolicy paths;
  private final ProgramPolicy programs;

  /** The rule that decides where a new name could be taken for another. */
  public static final String NAME_RULE = PathPolicy.NAME_RULE;

  /** The decisions of this profile in a run that opens now. */
  public Policy(Profile profile) {
    this(profile, NameRules.CURRENT);
  }

  /** The decisions of this profile in a run whose folder has these rules of names. */
  public Policy(Profile profile, NameRules names) {
    this(profile, names, ControlClosure.NONE);
  }

  /** The same, of a run whose base has this closure. */
  public Policy(Profile profile, NameRules names, ControlClosure closure) {
    this.profile = profile;
    this.closure = closure;
    this.paths = new PathPolicy(profile, names, closure);
    this.programs = new ProgramPolicy(profile, paths);
  }

  /** The profile that decides. */
  public Profile profile() {
    return profile;
  }

  /** What the profile takes because of the base. */
  public ControlClosure closure() {
    return closure;
  }

  /** Whether the profile opens the syscall of this name (promise E4). */
  public Decision syscall(String name) {
    return profile.syscalls().contains(name)
        ? Decision.allow("profile.syscalls", "The profile opens this syscall.")
        : Decision.deny(
            "profile.syscalls",
            "The profile does not open this syscall.",
            "Use one of: " + String.join(", ", profile.syscalls()) + ".");
  }

  /** Whether a file syscall may read the path. */
  public PathDecision read(WorkspacePath path) {
    return new PathDecision(paths.read(paths.names(path)), Destination.RESULT, Optional.empty());
  }

  /**
   * What becomes of a change of the path. A directory or link is decided for each file below it.
   *
   * @param inBaseTree whether the run's base tree has a file of exactly this path, or nothing of it
   */
  public PathDecision write(WorkspacePath path, boolean inBaseTree, ChangeOrigin via) {
    int components = inBaseTree ? path.components().size() : 0;
    return write(path, new BaseMatch(inBaseTree, components), via);
  }

  /**
   * What becomes of a change of the path.
   *
   * @param base what the run's base tree has of it: a file of the base is never scratch, and only
   *     other names are made
   */
  public PathDecision write(WorkspacePath path, BaseMatch base, ChangeOrigin via) {
    return paths.write(paths.names(path), base, via);
  }

  /** Whether reading is denied: such a file is left out of workspaces (promise C2). */
  public boolean hidden(TreePath path) {
    return paths.hides(paths.names(path));
  }

  /** Whether a command may run in the workspace's root. */
  public Decision command(CommandRequest request) {
    return command(request, Optional.empty());
  }

  /**
   * Whether a command may run, and in which mode it was decided (promise A3).
   *
   * @param directory where it starts; empty for the workspace's root
   */
  public Decision command(CommandRequest request, Optional<WorkspacePath> directory) {
    String start =
        directory.map(path -> SandboxView.absolute(path.text())).orElse(SandboxView.MOUNT_POINT);
    return switch (profile.commands().mode()) {
      case CONTAINED ->
          Decision.allow(
                  "commands.mode",
                  "The profile reads no command: the sandbox contains it, and its changes are"
                      + " mediated.")
              .inMode(MODE_CONTAINED);
      case ALLOWLIST -> allowed(request, start);
      case UNSTATED -> unread(request);
    };
  }

  private Decision allowed(CommandRequest request, String start) {
    return switch (request) {
      case CommandRequest.Argv(List<String> argv) ->
          new CommandRules(programs, paths).argv(argv, start).inMode(MODE_ARGV);
      case CommandRequest.Shell(String script) ->
          switch (profile.commands().shell()) {
            case READ -> new CommandRules(programs, paths).shell(script, start).inMode(MODE_SHELL);
            case CONTAINED, FORBIDDEN -> unreadShell().inMode(MODE_SHELL);
          };
    };
  }

  /** No rule of a profile that was written before there were modes starts a command. */
  private Decision unread(CommandRequest request) {
    return switch (request) {
      case CommandRequest.Argv(List<String> argv) -> {
        CommandRuling ruling = programs.decide(ArgvPolicy.literals(argv), ArgvPolicy.ROOT);
        yield (ruling.starts().isEmpty()
                ? ruling.decision()
                : new CommandRules(programs, paths).argv(argv, SandboxView.MOUNT_POINT))
            .inMode(MODE_ARGV);
      }
      case CommandRequest.Shell _ -> unreadShell().inMode(MODE_CONTAINED);
    };
  }

  private Decision unreadShell() {
    return switch (profile.commands().shell()) {
      case READ -> throw new IllegalStateException("a shell string is read");
      case CONTAINED ->
          Decision.allow(
              "commands.shell",
              "A shell string is not read: the sandbox contains it, and its changes are mediated.");
      case FORBIDDEN ->
          Decision.deny(
              "commands.shell",
              "The profile forbids shell strings.",
              "Send an argument array for each program.");
    };
  }
}
