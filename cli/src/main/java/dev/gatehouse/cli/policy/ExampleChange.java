package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An example of a rule that two profiles decide differently.
 *
 * @param question what is asked
 * @param from what the first says
 * @param to what the second says
 */
public record ExampleChange(Question question, Ruling from, Ruling to) {

  /** What is newly so under the second profile. */
  public enum Kind {
    DENIED("newly denied"),
    HELD("newly held"),
    ALLOWED("newly allowed"),
    /** Allowed under both: part of the result under one, scratch under the other. */
    MOVED("allowed, and placed otherwise");

    private final String heading;

    Kind(String heading) {
      this.heading = heading;
    }

    /** The words for people. */
    public String heading() {
      return heading;
    }
  }

  /** What is newly so. */
  public Kind kind() {
    return switch (to.decision().outcome()) {
      case DENY -> Kind.DENIED;
      case HOLD -> Kind.HELD;
      case ALLOW ->
          from.decision().outcome() == to.decision().outcome() ? Kind.MOVED : Kind.ALLOWED;
    };
  }

  /** Every example of both profiles that they decide differently: paths first, in their order. */
  static List<ExampleChange> between(Profile from, Profile to) {
    Policy first = new Policy(from);
    Policy second = new Policy(to);
    List<ExampleChange> changes = new ArrayList<>();
    for (Question question : questions(from, to)) {
      Ruling before = Ruling.of(question.decide(first));
      Ruling after = Ruling.of(question.decide(second));
      if (!before.agrees(after)) {
        changes.add(new ExampleChange(question, before, after));
      }
    }
    return changes;
  }

  private static List<Question> questions(Profile from, Profile to) {
    TreeSet<WorkspacePath> paths = new TreeSet<>(Comparator.comparing(WorkspacePath::text));
    TreeMap<String, List<String>> commands = new TreeMap<>();
    for (Profile profile : List.of(from, to)) {
      for (PathRule rule : profile.paths()) {
        paths.addAll(rule.examples().match());
        paths.addAll(rule.examples().notMatch());
      }
      for (ProgramRule rule : profile.commands().programs()) {
        Stream.of(rule.examples().match(), rule.examples().notMatch())
            .flatMap(List::stream)
            .forEach(argv -> commands.put(quoted(argv), argv));
      }
    }
    List<Question> questions = new ArrayList<>();
    for (WorkspacePath path : paths) {
      questions.add(new Question.Read(path));
      questions.add(Question.Change.of(path, false, ChangeOrigin.FILE));
      questions.add(Question.Change.of(path, true, ChangeOrigin.FILE));
    }
    commands.forEach((shell, argv) -> {
      questions.add(new Question.Command(new CommandRequest.Argv(argv)));
      questions.add(new Question.Command(new CommandRequest.Shell(shell)));
    });
    return questions;
  }

  /** The shell string that stands for an argument array. */
  private static String quoted(List<String> argv) {
    return argv.stream()
        .map(word ->
            word.matches("[A-Za-z0-9_./:@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** The members of the question, {@code from} and {@code to}. */
  Json.Obj toJson() {
    return Subject.putInto(Json.object(), question)
        .put("kind", kind().name())
        .put("from", from.toJson())
        .put("to", to.toJson())
        .build();
  }
}
