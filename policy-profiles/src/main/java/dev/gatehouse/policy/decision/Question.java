package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.Optional;

/** One act that a policy decides, as a value: the same question can be put to several policies. */
public sealed interface Question {

  /**
   * A syscall is called, whatever it asks for.
   *
   * @param name its name
   */
  record Call(String name) implements Question {}

  /**
   * A file syscall reads a path.
   *
   * @param path the path
   */
  record Read(WorkspacePath path) implements Question {}

  /**
   * A path is written or deleted.
   *
   * @param path the path
   * @param base what the run's base tree has of it
   * @param via how the change came about
   */
  record Change(WorkspacePath path, BaseMatch base, ChangeOrigin via) implements Question {
    /** A change of a path of which the base has nothing, or of a file of the base. */
    public static Change of(WorkspacePath path, boolean inBaseTree, ChangeOrigin via) {
      BaseMatch base = inBaseTree ? new BaseMatch(true, path.components().size()) : BaseMatch.NONE;
      return new Change(path, base, via);
    }
  }

  /**
   * A command runs.
   *
   * @param request an argument array or a shell string
   * @param directory where it starts; empty for the workspace's root
   */
  record Command(CommandRequest request, Optional<WorkspacePath> directory) implements Question {
    /** A command that starts in the workspace's root. */
    public Command(CommandRequest request) {
      this(request, Optional.empty());
    }
  }

  /** What {@code policy} decides; zone and approver say something of a change alone. */
  default PathDecision decide(Policy policy) {
    return switch (this) {
      case Read read -> policy.read(read.path());
      case Change change -> policy.write(change.path(), change.base(), change.via());
      case Call call -> plain(policy.syscall(call.name()));
      case Command command -> plain(policy.command(command.request(), command.directory()));
    };
  }

  private static PathDecision plain(Decision decision) {
    return new PathDecision(decision, Destination.RESULT, Optional.empty());
  }
}
