package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.path.SandboxView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How commands are decided.
 *
 * @param mode which commands may run
 * @param shell what happens to shell strings
 * @param programs the rules for programs
 */
public record CommandPolicy(Mode mode, ShellMode shell, List<ProgramRule> programs) {
  /** What a profile with packs adds to their rules where it says nothing else. */
  public static final CommandPolicy USUAL =
      new CommandPolicy(Mode.ALLOWLIST, ShellMode.READ, List.of());

  public CommandPolicy {
    programs = List.copyOf(programs);
  }

  /** The same, with these rules. */
  public CommandPolicy with(List<ProgramRule> rules) {
    return new CommandPolicy(mode, shell, rules);
  }

  /** The same rules, in the stricter mode and with the stricter way of strings of both. */
  public CommandPolicy boundedBy(CommandPolicy parent) {
    return new CommandPolicy(
        mode.compareTo(parent.mode) < 0 ? parent.mode : mode,
        shell.compareTo(parent.shell) < 0 ? parent.shell : shell,
        programs);
  }

  /** Which commands may run; a stricter mode comes later. */
  public enum Mode {
    /** Any: sandboxed, its changes mediated, shown as such in the evidence. */
    CONTAINED,
    /**
     * The profile does not say: argument arrays are decided by rule, without the directory in which
     * they run and as if it were the workspace's root, and shell strings are never read.
     */
    UNSTATED,
    /** Those that a rule allows: argument arrays, and shell strings command by command. */
    ALLOWLIST;

    /** The word in a profile; there is none for {@link #UNSTATED}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Mode ofWord(String word) {
      return switch (word) {
        case "allowlist" -> ALLOWLIST;
        case "contained" -> CONTAINED;
        default -> throw new IllegalArgumentException("mode is allowlist or contained");
      };
    }
  }

  /** What happens to a shell string; a stricter way comes later. */
  public enum ShellMode {
    /** It runs unread: sandboxed, its changes mediated, shown as such in the evidence. */
    CONTAINED,
    /** It is read, and each of its commands is decided by the rules. */
    READ,
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
      throw new IllegalArgumentException("shell is read, contained or forbidden");
    }
  }

  /**
   * The variables of a command of an agent. Where rules decide its programs, those of the image
   * that add fixed arguments come first on its PATH.
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>(SandboxView.VARIABLES);
    if (mode == Mode.ALLOWLIST) {
      variables.computeIfPresent("PATH", (name, path) -> SandboxView.SHIMS + ":" + path);
    }
    return variables;
  }

  /** All members; {@code mode} is left out where it is not stated. */
  Json.Obj toJson() {
    Json.Builder json =
        Json.object()
            .put("shell", shell.word())
            .put(
                "programs",
                new Json.Arr(programs.stream().<Json>map(ProgramRule::toJson).toList()));
    if (mode != Mode.UNSTATED) {
      json.put("mode", mode.word());
    }
    return json.build();
  }
}
