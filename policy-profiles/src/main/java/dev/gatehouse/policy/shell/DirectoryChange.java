package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Follows {@code cd}, by names as bash does: {@code ..} takes the last name away. */
final class DirectoryChange {
  private DirectoryChange() {}

  /** The new directories if it succeeds, the old ones if it fails. */
  static Outcome evaluate(List<CommandWord> words, ShellState state, SourcePlace place) {
    String target = target(words, place);
    SortedSet<String> directories = new TreeSet<>();
    for (String from : state.directories()) {
      String to = resolved(target.startsWith("/") ? target : from + "/" + target);
      if (!isInside(to, SandboxView.MOUNT_POINT) && !isInside(to, SandboxView.TMP)) {
        throw UnreadableConstruct.DIRECTORY_OUTSIDE.at(place);
      }
      directories.add(to);
    }
    return new Outcome(state.in(directories), state);
  }

  private static String target(List<CommandWord> words, SourcePlace place) {
    int first =
        words.size() > 1
                && words.get(1) instanceof CommandWord.Literal(String text)
                && text.equals("--")
            ? 2
            : 1;
    if (words.size() == first) {
      return SandboxView.TMP;
    }
    boolean isRead =
        words.size() == first + 1
            && words.get(first) instanceof CommandWord.Literal(String text)
            && !text.isEmpty()
            && !text.startsWith("//")
            && !text.equals("-")
            && (first == 2 || !text.startsWith("-"));
    if (!isRead) {
      throw UnreadableConstruct.DIRECTORY.at(place);
    }
    return words.get(first).text();
  }

  private static String resolved(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  private static boolean isInside(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
