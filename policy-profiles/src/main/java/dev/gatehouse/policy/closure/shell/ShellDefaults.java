package dev.gatehouse.policy.closure.shell;

import java.util.ArrayList;
import java.util.List;

/** Values that count where a variable has none. */
final class ShellDefaults {
  private ShellDefaults() {}

  /** The variable that has the value; an argument cannot be set, and gets a variable of its own. */
  static String known(String name) {
    boolean isDigit = name.length() == 1 && Character.isDigit(name.charAt(0));
    return ShellCharacters.isName(name) ? name : "ARGUMENT_" + (isDigit ? name : "");
  }

  /** What gives it both values. */
  static List<ShellPart> parts(String name, String value) {
    List<ShellPart> parts = new ArrayList<>();
    String known = known(name);
    if (!known.equals(name)) {
      parts.add(new ShellPart.Command(List.of(known + "=" + ShellCharacters.reference(name))));
    }
    parts.add(new ShellPart.Command(List.of(known + "=" + value)));
    return parts;
  }
}
