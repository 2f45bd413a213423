package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.path.SandboxView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Readings as short text: commands with {@code ; } between them, {@code glob(…)}, {@code any(…)}
 * for one unknown word, {@code many(…)} for unknown words, each of the two with {@code |} before
 * what follows its known beginning, {@code @} before directories other than the workspace.
 */
final class CompactReading {
  private CompactReading() {}

  /** The commands of a script, or {@code !} with the construct and the part that is not read. */
  static String of(String script) {
    return of(script, SandboxView.MOUNT_POINT);
  }

  static String of(String script, String directory) {
    return switch (ShellReader.read(script, directory)) {
      case ShellReading.Unreadable(TextSpan part, String construct, String _, String _) ->
          "!" + construct + " " + part.of(script);
      case ShellReading.Commands(List<SimpleCommand> commands) ->
          commands.stream().map(CompactReading::command).collect(Collectors.joining(" ; "));
    };
  }

  /** The construct that keeps a script from being read, or "". */
  static String construct(String script) {
    return ShellReader.read(script, SandboxView.MOUNT_POINT)
            instanceof ShellReading.Unreadable(TextSpan _, String construct, String _, String _)
        ? construct
        : "";
  }

  private static String command(SimpleCommand command) {
    StringBuilder text = new StringBuilder();
    command
        .assignments()
        .forEach((name, value) -> text.append(name).append('=').append(word(value)).append(' '));
    command.words().forEach(each -> text.append(word(each)).append(' '));
    for (Redirection each : command.redirections()) {
      text.append(each.kind() == Redirection.Kind.READ ? '<' : '>')
          .append(word(each.target()))
          .append(' ');
    }
    if (!command.directories().equals(Set.of(SandboxView.MOUNT_POINT))) {
      text.append('@').append(String.join(",", command.directories())).append(' ');
    }
    return text.toString().strip();
  }

  private static String word(CommandWord word) {
    return switch (word) {
      case CommandWord.Literal(String text) -> text.matches("[^\\s';]+") ? text : "'" + text + "'";
      case CommandWord.Pattern(String text, String _) -> "glob(" + text + ")";
      case CommandWord.Unknown(String _, String prefix, boolean single) ->
          (single ? "any(" : "many(") + prefix + "|)";
    };
  }
}
