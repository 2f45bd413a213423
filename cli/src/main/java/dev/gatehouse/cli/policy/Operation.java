package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Question;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is done with a path. */
public enum Operation {
  /** It is read. */
  READ,
  /** It is written. */
  WRITE,
  /** It is deleted. */
  DELETE;

  /** The word in a question. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #word()}.
   *
   * @throws IllegalArgumentException if it is another word
   */
  public static Operation ofWord(String word) {
    for (Operation operation : values()) {
      if (operation.word().equals(word)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("is read, write or delete");
  }

  /**
   * What a policy is asked.
   *
   * @param base whether the base tree has the file; where that is not known, both are asked
   */
  List<Question> questions(WorkspacePath path, Optional<Boolean> base, ChangeOrigin via) {
    return switch (this) {
      case READ -> List.of(new Question.Read(path));
      case WRITE, DELETE ->
          base.map(List::of).orElse(List.of(false, true)).stream()
              .<Question>map(inBase -> Question.Change.of(path, inBase, via))
              .toList();
    };
  }

  /** The word for how a change came about. */
  static String word(ChangeOrigin via) {
    return switch (via) {
      case FILE -> "file";
      case COMMAND -> "command";
    };
  }
}
