package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.shell.CommandWord.Literal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reader lists the commands that tree-sitter's grammar of bash finds, and no others. */
class TreeSitterTests {
  /**
   * Strings that the reader reads rightly and that are wrong by the grammar, each reviewed: for the
   * grammar, a here-document ends at a line that only begins with its delimiter.
   */
  private static final Set<String> WRONG_BY_THE_GRAMMAR = Set.of("pytest-dev__pytest-7324/16");

  @Test
  void theReaderListsTheCommandsThatTheGrammarFinds() throws IOException {
    TreeSitter grammar = new TreeSitter(Path.of("target/tree-sitter"));
    Map<String, Integer> unreadable = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, String> each : AgentCommands.byName().entrySet()) {
      switch (ShellReader.read(each.getValue(), "/workspace")) {
        case ShellReading.Unreadable no -> unreadable.merge(no.construct(), 1, Integer::sum);
        case ShellReading.Commands(List<SimpleCommand> listed) -> {
          compared++;
          difference(grammar.parse(each.getValue()), listed, each.getKey())
              .ifPresent(it -> failures.add(each.getKey() + ": " + it + "\n" + each.getValue()));
        }
      }
    }
    System.out.println(compared + " strings compared with the grammar; unreadable: " + unreadable);
    assertThat(failures).isEmpty();
    assertThat(compared).isGreaterThan(AgentCommands.all().size() / 2);
  }

  private static Optional<String> difference(
      TreeSitter.Parsed parsed, List<SimpleCommand> listed, String name) {
    if (!parsed.right()) {
      return WRONG_BY_THE_GRAMMAR.contains(name)
          ? Optional.empty()
          : Optional.of("is read, and wrong by the grammar: " + listed);
    }
    for (List<Optional<String>> found : parsed.commands()) {
      if (listed.stream().noneMatch(command -> matches(found, 0, command.words(), 0))) {
        return Optional.of("not listed: " + found + " in " + listed);
      }
    }
    for (SimpleCommand command : listed) {
      if (!command.words().isEmpty()
          && parsed.commands().stream().noneMatch(found -> matches(found, 0, command.words(), 0))) {
        return Optional.of("listed: " + command + " unlike " + parsed.commands());
      }
    }
    return Optional.empty();
  }

  /** Whether words that were found can be those that were listed; an empty one stands for any. */
  private static boolean matches(
      List<Optional<String>> found, int i, List<CommandWord> listed, int j) {
    if (i == found.size()) {
      return j == listed.size();
    }
    Optional<String> plain = found.get(i);
    if (plain.isPresent()) {
      return j < listed.size()
          && listed.get(j) instanceof Literal(String text)
          && text.equals(plain.get())
          && matches(found, i + 1, listed, j + 1);
    }
    return matches(found, i + 1, listed, j)
        || (j < listed.size() && matches(found, i, listed, j + 1));
  }
}
