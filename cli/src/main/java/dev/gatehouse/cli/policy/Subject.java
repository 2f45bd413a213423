package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.profile.CommandRequest;

/** Questions as people and documents name them. */
public final class Subject {
  private static final int SHOWN = 200;

  private Subject() {}

  /** What is done: {@code read}, {@code write, new file}, {@code argv} and the like. */
  public static String act(Question question) {
    return switch (question) {
      case Question.Call _ -> "call";
      case Question.Read _ -> "read";
      case Question.Change change -> change.base().file() ? "write, base file" : "write, new file";
      case Question.Command command ->
          switch (command.request()) {
            case CommandRequest.Argv _ -> "argv";
            case CommandRequest.Shell _ -> "shell";
          };
    };
  }

  /** What it is done to: the path, or the command. */
  public static String text(Question question) {
    return switch (question) {
      case Question.Call call -> call.name();
      case Question.Read read -> read.path().text();
      case Question.Change change -> change.path().text();
      case Question.Command command ->
          switch (command.request()) {
            case CommandRequest.Argv argv -> String.join(" ", argv.argv());
            case CommandRequest.Shell shell -> shell.script();
          };
    };
  }

  /** The same, at most {@value #SHOWN} characters of it. */
  public static String shown(Question question) {
    String text = text(question);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** The members of a line that asks the question, without an id. */
  static Json.Builder putInto(Json.Builder object, Question question) {
    return switch (question) {
      case Question.Call call -> object.put("syscall", call.name());
      case Question.Read read ->
          object.put("path", read.path().text()).put("operation", Operation.READ.word());
      case Question.Change change ->
          object
              .put("path", change.path().text())
              .put("operation", Operation.WRITE.word())
              .put("base", change.base().file())
              .put("via", Operation.word(change.via()));
      case Question.Command command -> command.request().putInto(object);
    };
  }
}
