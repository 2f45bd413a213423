package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.shell.CommandWord;
import dev.gatehouse.policy.shell.Redirection;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The form of one simple command whose digest a decision has. */
final class CanonicalCommand {
  private CanonicalCommand() {}

  /** {@code {"assignments", "directories", "redirections", "words"}}. */
  static Json.Obj json(
      List<CommandWord> words,
      Map<String, CommandWord> assignments,
      List<Redirection> redirections,
      Collection<String> directories) {
    Json.Builder variables = Json.object();
    assignments.forEach((name, value) -> variables.put(name, word(value)));
    return Json.object()
        .put("words", new Json.Arr(words.stream().<Json>map(CanonicalCommand::word).toList()))
        .put("assignments", variables.build())
        .put(
            "redirections",
            new Json.Arr(redirections.stream().<Json>map(CanonicalCommand::redirection).toList()))
        .put("directories", Json.Arr.ofStrings(List.copyOf(directories)))
        .build();
  }

  private static Json.Obj redirection(Redirection redirection) {
    return Json.object()
        .put("kind", redirection.kind().name().toLowerCase(Locale.ROOT))
        .put("target", word(redirection.target()))
        .build();
  }

  private static Json.Obj word(CommandWord word) {
    return switch (word) {
      case CommandWord.Literal(String text) -> Json.object().put("literal", text).build();
      case CommandWord.Pattern(String text, String prefix) ->
          Json.object().put("pattern", text).put("prefix", prefix).build();
      case CommandWord.Unknown(String text, String prefix, boolean single) ->
          Json.object().put("unknown", text).put("prefix", prefix).put("single", single).build();
    };
  }
}
