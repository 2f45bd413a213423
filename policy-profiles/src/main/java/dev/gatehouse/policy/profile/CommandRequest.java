package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;
import java.util.List;

/** A command as it is asked for: an argument array, or a string for a shell. */
public sealed interface CommandRequest {

  /**
   * An argument array; no shell reads it.
   *
   * @param argv the program's name and its arguments; at least one
   */
  record Argv(List<String> argv) implements CommandRequest {
    public Argv {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("an argument array names a program");
      }
    }
  }

  /**
   * A string for the sandbox's shell.
   *
   * @param script run as {@code bash -c SCRIPT}
   */
  record Shell(String script) implements CommandRequest {}

  /** The argument array that runs in the sandbox. */
  default List<String> processArgv() {
    return switch (this) {
      case Argv request -> request.argv();
      case Shell request -> List.of("bash", "-c", request.script());
    };
  }

  /** Adds {@code argv} (array) or {@code shell} (string) to an object. */
  default Json.Builder putInto(Json.Builder object) {
    return switch (this) {
      case Argv request -> object.put("argv", Json.Arr.ofStrings(request.argv()));
      case Shell request -> object.put("shell", request.script());
    };
  }
}
