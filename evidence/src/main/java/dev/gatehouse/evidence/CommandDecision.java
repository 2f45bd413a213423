package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.util.List;

/**
 * One simple command of a call, and the rule that allowed it.
 *
 * @param argv its words as a person reads them: literal text, or what stands in a shell string;
 *     words of more than {@value #MOST_WORD} characters are cut and end in {@code …}
 * @param rule id of the rule that allowed it
 * @param sha256 digest of the whole command in canonical form, uncut
 */
public record CommandDecision(List<String> argv, String rule, Digest sha256) {
  /** UTF-16 code units of a word that are kept. */
  public static final int MOST_WORD = 200;

  public CommandDecision {
    argv = argv.stream().map(CommandDecision::cut).toList();
  }

  /** UTF-16 code units that are kept of a command with these words, and one for each word. */
  public static int kept(List<String> words) {
    return words.stream().mapToInt(word -> Math.min(word.length(), MOST_WORD) + 1).sum();
  }

  private static String cut(String word) {
    if (word.length() <= MOST_WORD) {
      return word;
    }
    int end = Character.isHighSurrogate(word.charAt(MOST_WORD - 2)) ? MOST_WORD - 2 : MOST_WORD - 1;
    return word.substring(0, end) + "…";
  }

  /** {@code {"argv", "rule", "sha256"}}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("argv", Json.Arr.ofStrings(argv))
        .put("rule", rule)
        .put("sha256", sha256.hex())
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static CommandDecision fromJson(Json.Obj json) {
    return new CommandDecision(
        json.strings("argv"), json.string("rule"), json.parsed("sha256", Digest::new));
  }
}
