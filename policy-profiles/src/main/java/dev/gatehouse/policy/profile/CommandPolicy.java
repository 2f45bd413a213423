package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * How commands are decided.
 *
 * @param shell what happens to shell strings
 * @param programs the rules for argument arrays
 */
public record CommandPolicy(ShellMode shell, List<ProgramRule> programs) {
  /** What a profile with packs adds to their rules where it says nothing else. */
  public static final CommandPolicy USUAL = new CommandPolicy(ShellMode.CONTAINED, List.of());

  public CommandPolicy {
    programs = List.copyOf(programs);
  }

  /** The same, with these rules. */
  public CommandPolicy with(List<ProgramRule> rules) {
    return new CommandPolicy(shell, rules);
  }

  /** The same rules, with the stricter way of treating shell strings of both. */
  public CommandPolicy boundedBy(CommandPolicy parent) {
    return new CommandPolicy(shell.compareTo(parent.shell) < 0 ? parent.shell : shell, programs);
  }

  /** What happens to a shell string, which nothing reads yet; a stricter way comes later. */
  public enum ShellMode {
    /** It runs: sandboxed, its changes mediated, shown as such in the evidence. */
    CONTAINED,
    /** It is refused. */
    FORBIDDEN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static ShellMode ofWord(String word) {
      for (ShellMode mode : values()) {
        if (mode.word().equals(word)) {
          return mode;
        }
      }
      throw new IllegalArgumentException("shell is contained or forbidden");
    }
  }

  /** All members. */
  Json.Obj toJson() {
    return Json.object()
        .put("shell", shell.word())
        .put("programs", new Json.Arr(programs.stream().<Json>map(ProgramRule::toJson).toList()))
        .build();
  }
}
