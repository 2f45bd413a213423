package dev.gatehouse.gates.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.policy.decision.BaseMatch;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions that recorded requests and outcomes stand for. */
public final class RecordedQuestions {
  /** The syscall that runs a command. */
  public static final String EXEC = "exec.run";

  /** The syscalls that name a path. */
  public static final Set<String> PATH_OPS =
      Set.of("file.read", "file.write", "file.delete", "dir.list");

  /** Codes of refusals that the rules of the policy decided. */
  public static final Set<String> POLICY_CODES = Set.of("POLICY_DENIED", "PATH_AMBIGUOUS");

  private RecordedQuestions() {}

  /**
   * What a syscall of {@link #PATH_OPS} asks; empty where it names no path.
   *
   * @param base the run's base tree
   * @throws JsonFormatException if the path is missing or refused
   */
  public static Optional<Question> ofPath(String op, Json.Obj request, Tree base) {
    return switch (op) {
      case "file.read" -> Optional.of(new Question.Read(path(request, "path")));
      case "file.write", "file.delete" ->
          Optional.of(change(path(request, "path"), base, ChangeOrigin.FILE));
      case "dir.list" ->
          request.has("path")
              ? Optional.of(new Question.Read(path(request, "path")))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The command of a request; empty where it is none. */
  public static Optional<Question.Command> command(Json.Obj request) {
    try {
      if (request.has("argv") == request.has("shell")) {
        return Optional.empty();
      }
      Optional<WorkspacePath> directory =
          request.has("directory") ? Optional.of(path(request, "directory")) : Optional.empty();
      if (request.has("shell")) {
        return Optional.of(
            new Question.Command(new CommandRequest.Shell(request.string("shell")), directory));
      }
      List<String> argv = request.strings("argv");
      return argv.isEmpty()
          ? Optional.empty()
          : Optional.of(new Question.Command(new CommandRequest.Argv(argv), directory));
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  /** How the changes of a syscall came about. */
  public static ChangeOrigin origin(String op) {
    return op.equals(EXEC) ? ChangeOrigin.COMMAND : ChangeOrigin.FILE;
  }

  /** Whether a bound, a link, a special file or a killed command dropped it, and not the policy. */
  public static boolean isDroppedByGateway(PathOutcome outcome) {
    return outcome.disposition() == PathOutcome.Disposition.DROPPED
        && outcome.decision().outcome() == Decision.Outcome.DENY
        && outcome.decision().rule().startsWith("builtin.");
  }

  /** The change of a path in a run with this base. */
  public static Question.Change change(WorkspacePath path, Tree base, ChangeOrigin via) {
    return new Question.Change(path, BaseMatch.of(base, path), via);
  }

  private static WorkspacePath path(Json.Obj request, String member) {
    try {
      return request.parsed(member, WorkspacePath::parse);
    } catch (PathException e) {
      throw new JsonFormatException("member %s: %s".formatted(member, e.getMessage()), e);
    }
  }
}
