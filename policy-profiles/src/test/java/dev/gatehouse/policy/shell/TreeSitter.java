package dev.gatehouse.policy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TreeSitterBash;

/** Simple commands of a shell string, as tree-sitter's grammar of bash finds them. */
final class TreeSitter {
  /**
   * What the grammar finds.
   *
   * @param right whether the whole string is right by the grammar
   * @param commands words of each simple command; empty for a word that is more than plain text
   */
  record Parsed(boolean right, List<List<Optional<String>>> commands) {}

  /** In plain words these may be more than themselves. */
  private static final String MEANING = "\\*?[]{}~$`\"'";

  private final TSParser parser;

  /**
   * @param libraries a directory for the native libraries of the parser
   */
  TreeSitter(Path libraries) throws IOException {
    System.setProperty("tree-sitter-lib", Files.createDirectories(libraries).toString());
    this.parser = new TSParser();
    if (!parser.setLanguage(new TreeSitterBash())) {
      throw new IllegalStateException("the parser does not take the grammar");
    }
  }

  /** Parses one string. */
  Parsed parse(String script) {
    TSTree tree = parser.parseString(null, script);
    List<List<Optional<String>>> commands = new ArrayList<>();
    collect(tree.getRootNode(), script.getBytes(UTF_8), commands);
    return new Parsed(!tree.getRootNode().hasError(), commands);
  }

  private static void collect(TSNode node, byte[] text, List<List<Optional<String>>> commands) {
    switch (node.getType()) {
      case "command" -> commands.add(words(node, text));
      case "declaration_command", "unset_command" ->
          commands.add(List.of(Optional.of(of(node.getChild(0), text)), Optional.empty()));
      case "test_command" -> {
        if (of(node.getChild(0), text).equals("[")) {
          commands.add(List.of(Optional.of("["), Optional.empty()));
        }
      }
      default -> {}
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      collect(node.getChild(i), text, commands);
    }
  }

  private static List<Optional<String>> words(TSNode command, byte[] text) {
    List<Optional<String>> words = new ArrayList<>();
    for (int i = 0; i < command.getChildCount(); i++) {
      String field = command.getFieldNameForChild(i);
      if ("name".equals(field)) {
        words.add(plain(command.getChild(i).getChild(0), text));
      } else if ("argument".equals(field)) {
        words.add(plain(command.getChild(i), text));
      }
    }
    // A keyword, which the grammar does not know.
    return words.size() > 1 && words.getFirst().equals(Optional.of("time"))
        ? words.subList(1, words.size())
        : words;
  }

  /** The text of a word in which nothing is expanded. */
  private static Optional<String> plain(TSNode node, byte[] text) {
    String all = of(node, text);
    return switch (node.getType()) {
      case "word", "number" ->
          all.chars().anyMatch(c -> MEANING.indexOf(c) >= 0) ? Optional.empty() : Optional.of(all);
      case "raw_string" -> Optional.of(all.substring(1, all.length() - 1));
      case "string" ->
          all.chars().anyMatch(c -> c == '\\' || c == '$' || c == '`')
              ? Optional.empty()
              : Optional.of(all.substring(1, all.length() - 1));
      case "concatenation" -> {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < node.getChildCount(); i++) {
          Optional<String> part = plain(node.getChild(i), text);
          if (part.isEmpty()) {
            yield Optional.empty();
          }
          joined.append(part.get());
        }
        yield Optional.of(joined.toString());
      }
      default -> Optional.empty();
    };
  }

  private static String of(TSNode node, byte[] text) {
    return new String(Arrays.copyOfRange(text, node.getStartByte(), node.getEndByte()), UTF_8);
  }
}
