package dev.gatehouse.policy.decision;

import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The program rules of one profile, bounded by those of its parents. */
final class ProgramPolicy {
  private final ArgvPolicy own;
  private final List<ProgramPolicy> parents;

  /**
   * The rules of a profile and its parents. A parent that contains any command bounds none.
   *
   * @param paths the paths of the profile that decides: no parent lets a command name more
   */
  ProgramPolicy(Profile profile, PathPolicy paths) {
    this(profile, paths, next(profile.commands()));
  }

  private ProgramPolicy(Profile profile, PathPolicy paths, String next) {
    this.own = new ArgvPolicy(profile.commands().programs(), paths, next);
    this.parents =
        profile.parents().stream()
            .filter(parent -> parent.commands().mode() != CommandPolicy.Mode.CONTAINED)
            .map(parent -> new ProgramPolicy(parent, paths, next))
            .toList();
  }

  private static String next(CommandPolicy commands) {
    return switch (commands.shell()) {
      case CONTAINED -> "Send it as a shell string, which the sandbox contains.";
      case READ, FORBIDDEN ->
          "Call a program that the profile lists, with arguments that it knows.";
    };
  }

  /**
   * The strictest ruling; where no own rule takes the command, the parents decide.
   *
   * @param words the program's name, a literal, and its arguments
   * @param directories where it can start
   */
  CommandRuling decide(List<CommandWord> words, SortedSet<String> directories) {
    CommandRuling ruling = own.decide(words, directories);
    if (parents.isEmpty() || (ruling.isDenied() && !ruling.isUnknown())) {
      return ruling;
    }
    List<CommandRuling> above =
        parents.stream().map(parent -> parent.decide(words, directories)).toList();
    Optional<CommandRuling> denied = above.stream().filter(CommandRuling::isDenied).findFirst();
    if (denied.isPresent()) {
      return denied.get();
    }
    CommandRuling all = above.stream().reduce(CommandRuling::boundedBy).orElseThrow();
    return ruling.isUnknown() ? all : ruling.boundedBy(all);
  }
}
