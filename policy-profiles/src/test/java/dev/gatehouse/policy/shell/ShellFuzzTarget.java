package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.policy.shell.CommandWord.Literal;
import dev.gatehouse.policy.shell.CommandWord.Pattern;
import dev.gatehouse.policy.shell.CommandWord.Unknown;
import java.util.List;

/** The shell reader: any text is read into commands or is unreadable, with what a person needs. */
public final class ShellFuzzTarget {
  private static final String DIRECTORY = "/workspace";

  private ShellFuzzTarget() {}

  /** Reads {@code data} as a shell string. */
  public static void fuzzerTestOneInput(byte[] data) {
    String script = new String(data, UTF_8);
    ShellReading reading = ShellReader.read(script, DIRECTORY);
    switch (reading) {
      case ShellReading.Unreadable no -> {
        inside(no.part(), script);
        require(!no.construct().isBlank(), "an unreadable part has no name");
        require(!no.reason().isBlank(), "an unreadable part has no reason");
        require(!no.next().isBlank(), "an unreadable part has no next step");
      }
      case ShellReading.Commands(List<SimpleCommand> commands) ->
          commands.forEach(command -> check(command, script));
    }
    require(reading.equals(ShellReader.read(script, DIRECTORY)), "a string is read in two ways");
  }

  private static void check(SimpleCommand command, String script) {
    inside(command.place(), script);
    require(!command.directories().isEmpty(), "a command starts nowhere");
    for (String directory : command.directories()) {
      require(
          below("/workspace", directory) || below("/tmp", directory), "a command starts outside");
      require(!("/" + directory + "/").contains("/../"), "a directory is not normal");
    }
    if (!command.words().isEmpty()) {
      require(
          command.words().getFirst() instanceof Literal(String name) && !name.isEmpty(),
          "a program has no name");
    }
    command.words().forEach(ShellFuzzTarget::check);
    command.redirections().forEach(each -> check(each.target()));
  }

  private static void check(CommandWord word) {
    switch (word) {
      case Literal literal -> require(literal.text().indexOf(0) < 0, "a word has a NUL");
      case Pattern pattern -> require(!pattern.text().isEmpty(), "a pattern is empty");
      case Unknown unknown -> require(!unknown.text().isEmpty(), "an unknown word has no text");
    }
  }

  private static boolean below(String root, String directory) {
    return directory.equals(root) || directory.startsWith(root + "/");
  }

  private static void inside(TextSpan span, String script) {
    require(span.end() <= script.length(), "a part ends after the text");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
