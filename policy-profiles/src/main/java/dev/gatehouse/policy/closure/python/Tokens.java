package dev.gatehouse.policy.closure.python;

import dev.gatehouse.policy.closure.shell.ShellCharacters;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.List;

/** Cuts Python and TOML text into names, strings and signs; comments are left out. */
final class Tokens {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PREFIX = 2;

  private final String text;
  private final boolean isToml;
  private final int depth;
  private final List<Token> tokens = new ArrayList<>();
  private int open;
  private int at;

  private Tokens(String text, boolean isToml, int depth) {
    this.text = text;
    this.isToml = isToml;
    this.depth = depth;
  }

  /** What a token is; {@code END} is the end of a statement. */
  enum Kind {
    NAME,
    STRING,
    SIGN,
    END
  }

  /**
   * A token.
   *
   * @param text a name, a sign, or what a string says; {@link ShellText#GLOB} stands for what a
   *     string computes
   * @param from where it begins in the text
   * @param to where it ends
   */
  record Token(Kind kind, String text, int from, int to) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  /** The tokens of a Python text. */
  static List<Token> python(String text) {
    return read(text, /* isToml= */ false, 0);
  }

  /** The tokens of a TOML text. */
  static List<Token> toml(String text) {
    return read(text, /* isToml= */ true, 0);
  }

  private static List<Token> read(String text, boolean isToml, int depth) {
    Tokens reading = new Tokens(text, isToml, depth);
    reading.read();
    return reading.tokens;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r', '\f' -> at++;
        case '\n' -> {
          if (open == 0) {
            add(Kind.END, "", at);
          }
          at++;
        }
        case '\\' -> {
          boolean joins = text.startsWith("\\\n", at) || text.startsWith("\\\r", at);
          at += joins && text.startsWith("\r\n", at + 1) ? 3 : joins ? 2 : 1;
        }
        case '#' -> {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        }
        case '"', '\'' -> string("", at);
        default -> nameOrSign(c);
      }
    }
    add(Kind.END, "", at);
  }

  private void add(Kind kind, String value, int from) {
    tokens.add(new Token(kind, value, from, at));
  }

  private void nameOrSign(char c) {
    int from = at;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      at++;
      if ("([{".indexOf(c) >= 0) {
        open++;
      } else if (")]}".indexOf(c) >= 0) {
        open = Math.max(open - 1, 0);
      }
      add(Kind.SIGN, String.valueOf(c), from);
      return;
    }
    String name = text.substring(from, at);
    boolean isQuoted = at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0;
    boolean isPrefix =
        name.length() <= MAX_PREFIX
            && name.chars().allMatch(each -> "rbuftRBUFT".indexOf(each) >= 0);
    if (!isToml && isQuoted && isPrefix) {
      string(name, from);
    } else {
      add(Kind.NAME, name, from);
    }
  }

  private boolean isOfName(char c) {
    return ShellCharacters.isNameCharacter(c) || c >= 0x80 || (isToml && c == '-');
  }

  private void string(String prefix, int from) {
    char quote = text.charAt(at);
    boolean isLong = text.startsWith(String.valueOf(quote).repeat(3), at);
    String closing = isLong ? String.valueOf(quote).repeat(3) : String.valueOf(quote);
    boolean isPlain = isToml && quote == '\'';
    boolean isRaw = prefix.chars().anyMatch(each -> "rR".indexOf(each) >= 0);
    boolean isFormat = prefix.chars().anyMatch(each -> "fFtT".indexOf(each) >= 0);
    StringBuilder value = new StringBuilder();
    List<Token> inner = new ArrayList<>();
    at += closing.length();
    while (at < text.length() && !text.startsWith(closing, at)) {
      char c = text.charAt(at);
      if (c == '\n' && !isLong) {
        break;
      } else if (c == '\\' && !isPlain) {
        escaped(value, isRaw);
      } else if (c == '{' && isFormat) {
        inner.addAll(braces(value));
      } else {
        value.append(c);
        at++;
      }
    }
    at = text.startsWith(closing, at) ? at + closing.length() : at;
    add(Kind.STRING, value.toString(), from);
    tokens.addAll(inner);
  }

  /** What stands in braces of a string is computed; its names and strings count too. */
  private List<Token> braces(StringBuilder value) {
    if (text.startsWith("{{", at)) {
      value.append('{');
      at += 2;
      return List.of();
    }
    int from = at + 1;
    int nested = 0;
    do {
      nested += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
      at++;
    } while (at < text.length() && nested > 0 && text.charAt(at) != '\n');
    value.append(ShellText.GLOB);
    if (depth >= MAX_DEPTH) {
      return List.of();
    }
    int end = at;
    return read(text.substring(from, Math.max(end - 1, from)), isToml, depth + 1).stream()
        .filter(token -> token.kind() != Kind.END)
        .map(token -> new Token(token.kind(), token.text(), end, end))
        .toList();
  }

  private void escaped(StringBuilder value, boolean isRaw) {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    int digits =
        switch (c) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 0;
        };
    int from = at;
    at = Math.min(at + 2, text.length());
    if (isRaw) {
      value.append(text, from, at);
    } else if (digits > 0) {
      code(value, at, Math.min(at + digits, text.length()), 16);
    } else if (c >= '0' && c <= '7') {
      int end = from + 1;
      while (end < text.length() && end < from + 4 && "01234567".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      code(value, from + 1, end, 8);
    } else if (c == 'N' && text.startsWith("{", at)) {
      int end = text.indexOf('}', at);
      at = end < 0 ? text.length() : end + 1;
      value.append(ShellText.GLOB);
    } else if (c == 'n' || c == 't' || c == 'r') {
      value.append(' ');
    } else if (c != '\n') {
      value.append(c);
    }
  }

  private void code(StringBuilder value, int from, int to, int radix) {
    at = to;
    try {
      int code = Integer.parseInt(text.substring(from, to), radix);
      value.append(Character.isBmpCodePoint(code) ? (char) code : ShellText.GLOB);
    } catch (NumberFormatException e) {
      value.append(ShellText.GLOB);
    }
  }
}
