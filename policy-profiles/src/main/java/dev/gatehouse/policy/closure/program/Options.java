package dev.gatehouse.policy.closure.program;

import java.util.ArrayList;
import java.util.List;

/** Reads options among the words of a command. */
public final class Options {
  private Options() {}

  /** The words of a text, as a shell cuts it at blanks that are not quoted. */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        isWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (isWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isWord = false;
      } else if (c != '\\' || quote == '\'') {
        word.append(c);
        isWord = true;
      }
    }
    if (isWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** What follows the flags of {@code set}, of which one ends in {@code o} and has a value. */
  public static List<String> afterFlags(List<String> words) {
    int at = 0;
    while (at < words.size() && (words.get(at).startsWith("-") || words.get(at).startsWith("+"))) {
      if (words.get(at).equals("--")) {
        return words.subList(at + 1, words.size());
      }
      at += words.get(at).endsWith("o") ? 2 : 1;
    }
    return words.subList(Math.min(at, words.size()), words.size());
  }

  /** The same words, with short options that stand before one in its word left out. */
  public static List<String> apart(List<String> words, String flags, char option) {
    List<String> apart = new ArrayList<>();
    for (String word : words) {
      int at = 1;
      while (at < word.length() && flags.indexOf(word.charAt(at)) >= 0) {
        at++;
      }
      boolean isCluster = word.startsWith("-") && at < word.length() && word.charAt(at) == option;
      apart.add(isCluster ? "-" + word.substring(at) : word);
    }
    return apart;
  }

  /** The values of an option: {@code -f x}, {@code -fx}, {@code --file x}, {@code --file=x}. */
  public static List<String> values(List<String> words, String brief, String whole) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isAlone = word.equals(brief) || word.equals(whole);
      if (isAlone && i + 1 < words.size()) {
        i++;
        values.add(words.get(i));
      } else if (word.startsWith(whole + "=")) {
        values.add(word.substring(whole.length() + 1));
      } else if (!isAlone && word.startsWith(brief) && !word.startsWith("--")) {
        values.add(word.substring(brief.length()));
      }
    }
    return values;
  }
}
