package dev.gatehouse.policy.shell.syntax;

/** A part of the text of a string with a place in it at which it is read. */
final class ScriptText {
  /** What {@link #peek} answers at the end. */
  static final char END = '\0';

  final String text;
  final int end;
  int at;

  ScriptText(String text, int at, int end) {
    this.text = text;
    this.at = at;
    this.end = end;
  }

  /** The character at the place, behind line continuations, which are passed; END at the end. */
  char peek() {
    at = behindContinuations(at);
    return at < end ? text.charAt(at) : END;
  }

  /** The character behind the present one and line continuations. */
  char peekSecond() {
    int second = behindContinuations(at + 1);
    return second < end ? text.charAt(second) : END;
  }

  /** Passes the present character and line continuations behind it. */
  void pass() {
    at = behindContinuations(at + 1);
  }

  /** The character at the place as it stands there; END at the end. */
  char raw() {
    return at < end ? text.charAt(at) : END;
  }

  /** A character behind the place as it stands there; END beyond the end. */
  char raw(int distance) {
    return at + distance < end ? text.charAt(at + distance) : END;
  }

  /** Passes blanks, line continuations and a comment. */
  void passBlanks() {
    char next = peek();
    while (next == ' ' || next == '\t') {
      at++;
      next = peek();
    }
    if (next == '#') {
      int line = text.indexOf('\n', at, end);
      at = line < 0 ? end : line;
    }
  }

  /** A word at the place that has no quotes and no expansions, of at most 9 characters; or "". */
  String plainWord() {
    int place = behindContinuations(at);
    StringBuilder word = new StringBuilder();
    while (place < end && !ScriptCharacters.endsWord(text.charAt(place))) {
      char next = text.charAt(place);
      if (word.length() == 9 || ScriptCharacters.isSpecial(next)) {
        return "";
      }
      word.append(next);
      place = behindContinuations(place + 1);
    }
    return word.toString();
  }

  /** Passes a word that {@link #plainWord} found. */
  void passWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      at = behindContinuations(at) + 1;
    }
  }

  private int behindContinuations(int from) {
    int place = from;
    while (place + 1 < end && text.charAt(place) == '\\' && text.charAt(place + 1) == '\n') {
      place += 2;
    }
    return place;
  }
}
