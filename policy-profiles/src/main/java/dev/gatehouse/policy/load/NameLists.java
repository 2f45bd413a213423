package dev.gatehouse.policy.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists of names that ship, each in a file of its own; in the pattern of a profile or a pack {@code
 * {@NAME}} stands for any name of that list.
 */
final class NameLists {
  /** A whole brace, so that a name that begins with an at sign can still be one of several. */
  private static final Pattern REFERENCE = Pattern.compile("\\{@([^{},]*)}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  /** As many as braces may stand for. */
  private static final int MOST = 1024;

  private static final Map<String, String> LISTS =
      Stream.of("python-modules", "pytest-modules")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), NameLists::read));

  private NameLists() {}

  /**
   * The pattern with the names of each list in its place.
   *
   * @throws IllegalArgumentException if there is no such list
   */
  static String expand(String pattern) {
    return REFERENCE
        .matcher(pattern)
        .replaceAll(found -> Matcher.quoteReplacement("{" + names(found.group(1)) + "}"));
  }

  private static String names(String list) {
    String names = LISTS.get(list);
    if (names == null) {
      throw new IllegalArgumentException(
          "{@%s} names no list of names; there are %s"
              .formatted(list, LISTS.keySet().stream().sorted().toList()));
    }
    return names;
  }

  /** Names between blanks; what follows a number sign is for people. */
  private static String read(String list) {
    Set<String> names = new LinkedHashSet<>();
    for (String line :
        new String(ShippedFiles.bytes("names/" + list + ".txt"), UTF_8).split("\n")) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      for (String name : line.strip().split(" +")) {
        if (!NAME.matcher(name).matches() || !names.add(name)) {
          throw new IllegalStateException("a name of the list %s: %s".formatted(list, name));
        }
      }
    }
    if (names.isEmpty() || names.size() > MOST) {
      throw new IllegalStateException("the list %s has 1 to %s names".formatted(list, MOST));
    }
    return String.join(",", names);
  }
}
