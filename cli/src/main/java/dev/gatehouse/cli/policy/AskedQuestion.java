package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A question as a line of a batch or a case asks it.
 *
 * @param id what the answer is found by
 * @param questions what is decided; of several, the strictest decision is the answer
 * @param refusal why no call may name the path, with no question then
 */
public record AskedQuestion(String id, List<Question> questions, Optional<PathException> refusal) {
  /** Characters of an id, at most. */
  public static final int ID_CHARACTERS = 128;

  /** The members of a line. */
  static final Set<String> MEMBERS =
      Set.of("id", "path", "operation", "base", "via", "argv", "shell");

  public AskedQuestion {
    questions = List.copyOf(questions);
  }

  /**
   * Reads {@code {"id", "path", "operation", "base"?, "via"?}}, {@code {"id", "argv"}} or {@code
   * {"id", "shell"}}.
   *
   * @param others members that may be there besides
   * @throws JsonFormatException if it is none of the three
   */
  public static AskedQuestion read(Json.Obj line, Set<String> others) {
    String id = id(line);
    Set<String> unknown = new TreeSet<>(line.members().keySet());
    unknown.removeAll(MEMBERS);
    unknown.removeAll(others);
    if (!unknown.isEmpty()) {
      throw new JsonFormatException("unknown members: " + String.join(", ", unknown));
    }
    int kinds = count(line, "path") + count(line, "argv") + count(line, "shell");
    if (kinds != 1) {
      throw new JsonFormatException("a question has one of path, argv and shell");
    }
    if (line.has("path")) {
      return ofPath(id, line);
    }
    if (line.has("operation") || line.has("base") || line.has("via")) {
      throw new JsonFormatException("operation, base and via go with a path");
    }
    return new AskedQuestion(id, List.of(new Question.Command(command(line))), Optional.empty());
  }

  /** The id of a line, where it has one that can be an id. */
  static Optional<String> optionalId(Json.Obj line) {
    try {
      return Optional.of(id(line));
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static String id(Json.Obj line) {
    String id = line.string("id");
    if (id.length() > ID_CHARACTERS) {
      throw new JsonFormatException("an id has at most %s characters".formatted(ID_CHARACTERS));
    }
    return id;
  }

  private static int count(Json.Obj line, String member) {
    return line.has(member) ? 1 : 0;
  }

  private static CommandRequest command(Json.Obj line) {
    if (line.has("shell")) {
      return new CommandRequest.Shell(line.string("shell"));
    }
    List<String> argv = line.strings("argv");
    if (argv.isEmpty()) {
      throw new JsonFormatException("argv names a program");
    }
    return new CommandRequest.Argv(argv);
  }

  private static AskedQuestion ofPath(String id, Json.Obj line) {
    Operation operation = line.parsed("operation", Operation::ofWord);
    ChangeOrigin via = line.has("via") ? line.parsed("via", AskedQuestion::via) : ChangeOrigin.FILE;
    Optional<Boolean> base = line.has("base") ? Optional.of(line.bool("base")) : Optional.empty();
    return ofPath(id, line.string("path"), operation, base, via);
  }

  /** A question on a path. */
  static AskedQuestion ofPath(
      String id, String text, Operation operation, Optional<Boolean> base, ChangeOrigin via) {
    try {
      WorkspacePath path = WorkspacePath.parse(text);
      return new AskedQuestion(id, operation.questions(path, base, via), Optional.empty());
    } catch (PathException refused) {
      return new AskedQuestion(id, List.of(), Optional.of(refused));
    }
  }

  private static ChangeOrigin via(String word) {
    return switch (word) {
      case "file" -> ChangeOrigin.FILE;
      case "command" -> ChangeOrigin.COMMAND;
      default -> throw new IllegalArgumentException("is file or command");
    };
  }

  /**
   * What the policy decides; a path that no call may name is denied by the code that refuses it.
   */
  public Decision decide(Policy policy) {
    return refusal
        .map(refused -> Decision.deny(refused.code().name(), refused.reason(), refused.next()))
        .orElseGet(() -> strictest(policy));
  }

  private Decision strictest(Policy policy) {
    return questions.stream()
        .map(question -> question.decide(policy).decision())
        .max(Comparator.comparingInt(AskedQuestion::strictness))
        .orElseThrow();
  }

  private static int strictness(Decision decision) {
    return switch (decision.outcome()) {
      case ALLOW -> 0;
      case HOLD -> 1;
      case DENY -> 2;
    };
  }
}
