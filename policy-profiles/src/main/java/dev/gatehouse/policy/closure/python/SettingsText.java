package dev.gatehouse.policy.closure.python;

import dev.gatehouse.policy.closure.python.Tokens.Kind;
import dev.gatehouse.policy.closure.python.Tokens.Token;
import java.util.ArrayList;
import java.util.List;

/** Reads values of a key in files of settings, whichever section has it. */
final class SettingsText {
  private SettingsText() {}

  /** The values as a file of this form writes them: each is a text, or one text of a list. */
  static List<String> values(String text, String key, boolean isToml) {
    return isToml ? ofToml(text, key) : ofIni(text, key);
  }

  /** A value goes on in lines that are indented; comments are lines of their own. */
  private static List<String> ofIni(String text, String key) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean isIn = false;
    for (String line : (text.replace('\r', '\n') + "\nend=\n").split("\n", -1)) {
      String stripped = line.strip();
      if (stripped.isEmpty() || "#;".indexOf(stripped.charAt(0)) >= 0) {
        continue;
      }
      boolean isIndented = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      int sign = sign(stripped);
      boolean begins = sign > 0 && stripped.substring(0, sign).strip().equals(key);
      if (isIn && (begins || !isIndented)) {
        values.add(value.toString());
        value.setLength(0);
      }
      if (begins) {
        value.append(stripped.substring(sign + 1));
      } else if (isIn) {
        value.append(' ').append(stripped);
      }
      isIn = begins || (isIn && isIndented);
    }
    return values;
  }

  /** Where the first equals sign or colon is. */
  private static int sign(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    return equals < 0 || (colon >= 0 && colon < equals) ? colon : equals;
  }

  private static List<String> ofToml(String text, String key) {
    List<Token> tokens = Tokens.toml(text);
    List<String> values = new ArrayList<>();
    for (int i = 1; i + 1 < tokens.size(); i++) {
      boolean isKey = tokens.get(i).is("=") && tokens.get(i - 1).text().endsWith(key);
      int nested = 0;
      boolean isValue = isKey;
      while (isValue && i + 1 < tokens.size()) {
        i++;
        Token token = tokens.get(i);
        if (token.kind() == Kind.STRING) {
          values.add(token.text());
        }
        nested += token.is("[") || token.is("{") ? 1 : 0;
        nested -= token.is("]") || token.is("}") ? 1 : 0;
        isValue = nested > 0;
      }
    }
    return values;
  }
}
