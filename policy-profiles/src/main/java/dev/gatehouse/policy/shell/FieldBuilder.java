package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import java.util.ArrayList;
import java.util.List;

/** Puts the words together to which one word of a string expands: splitting and patterns. */
final class FieldBuilder {
  private final List<CommandWord> fields = new ArrayList<>(1);
  private final String script;
  private final SourcePlace place;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder pattern = new StringBuilder();
  private boolean isStarted;
  private boolean isUnknown;
  private boolean isSingle = true;
  private boolean isPattern;

  /** Where the first wildcard stands; -1 where there is none. */
  private int wildcard = -1;

  private int bracket = -1;

  /** Where the first backslash of a value stands, which quotes in patterns; -1 where none does. */
  private int backslash = -1;

  /** A builder of the words for the word at a place of a script. */
  FieldBuilder(String script, SourcePlace place) {
    this.script = script;
    this.place = place;
  }

  void quoted(String part) {
    isStarted = true;
    if (!isUnknown) {
      for (int i = 0; i < part.length(); i++) {
        char each = part.charAt(i);
        if (each == '*' || each == '?' || each == '[' || each == ']' || each == '\\') {
          pattern.append('\\');
        }
        pattern.append(each);
      }
      text.append(part);
    }
  }

  void plain(String part) {
    for (int i = 0; i < part.length(); i++) {
      plain(part.charAt(i));
    }
  }

  /** The value of a variable outside quotes. */
  void split(String value) {
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (ScriptCharacters.splits(each)) {
        end();
      } else {
        if (each == '\\' && backslash < 0) {
          backslash = text.length();
        }
        plain(each);
      }
    }
  }

  /** Text of which no more than the beginning is known. */
  void unknown(String beginning, boolean single) {
    if (single) {
      quoted(beginning);
    } else if (isPlainText(beginning)) {
      plain(beginning);
    }
    isStarted = true;
    isUnknown = true;
    isSingle &= single;
  }

  /** The words; the builder is not used again. */
  List<CommandWord> words() {
    end();
    return fields;
  }

  /** The one word where nothing is split and no pattern expands. */
  CommandWord word() {
    return isUnknown
        ? new CommandWord.Unknown(place.of(script), text.toString(), true)
        : new CommandWord.Literal(text.toString());
  }

  private void plain(char each) {
    isStarted = true;
    int place = text.length();
    if (each == '*' || each == '?' || (each == ']' && bracket >= 0)) {
      isPattern = true;
      int first = each == ']' ? bracket : place;
      wildcard = wildcard < 0 ? first : Math.min(wildcard, first);
    } else if (each == '[' && bracket < 0) {
      bracket = place;
    }
    if (!isUnknown) {
      text.append(each);
      pattern.append(each);
    }
  }

  private static boolean isPlainText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ScriptCharacters.splits(text.charAt(i)) || "*?[]\\".indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private void end() {
    if (!isStarted) {
      return;
    }
    String prefix = text.substring(0, isPattern ? wildcard : text.length());
    if ((isUnknown || isPattern) && backslash >= 0) {
      prefix = prefix.substring(0, Math.min(prefix.length(), backslash));
    }
    if (isUnknown || (isPattern && backslash >= 0)) {
      fields.add(new CommandWord.Unknown(place.of(script), prefix, isSingle && !isPattern));
    } else if (isPattern) {
      fields.add(new CommandWord.Pattern(pattern.toString(), prefix));
    } else {
      fields.add(new CommandWord.Literal(prefix));
    }
    text.setLength(0);
    pattern.setLength(0);
    isStarted = false;
    isUnknown = false;
    isSingle = true;
    isPattern = false;
    backslash = -1;
    wildcard = -1;
    bracket = -1;
  }
}
