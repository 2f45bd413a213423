package dev.gatehouse.policy.closure.python;

import dev.gatehouse.policy.closure.python.Tokens.Kind;
import dev.gatehouse.policy.closure.python.Tokens.Token;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what a Python module says of the plug-ins that pytest loads for it. */
final class PluginNames {
  /** The variable that pytest reads, and functions that load a plug-in by its name. */
  static final Set<String> ROOTS =
      Set.of("pytest_plugins", "import_plugin", "consider_pluginarg", "consider_module");

  /** Names that make no statement a computed one. */
  private static final Set<String> PLAIN =
      Set.of(
          "if",
          "else",
          "elif",
          "for",
          "in",
          "not",
          "and",
          "or",
          "is",
          "None",
          "True",
          "False",
          "list",
          "tuple",
          "set",
          "str",
          "List",
          "Tuple",
          "Sequence",
          "typing",
          "Final",
          "append",
          "extend",
          "insert",
          "add",
          "globals",
          "locals",
          "setattr",
          "update",
          "sys",
          "modules",
          "__name__",
          "from",
          "import",
          "as",
          "del",
          "global",
          "return",
          "config",
          "pluginmanager");

  private static final Set<String> DEFINING = Set.of("for", "with", "global", "async");

  private final String text;
  private final Map<String, List<Integer>> definitions = new HashMap<>();
  private final List<Statement> statements = new ArrayList<>();

  private PluginNames(String text) {
    this.text = text;
  }

  /**
   * A statement that names plug-ins.
   *
   * @param text as the module has it
   * @param strings what may be names of modules; {@link ShellText#GLOB} stands for computed text
   * @param modules modules from which such names come
   * @param names what comes from there
   * @param isComputed whether more is said than its strings
   */
  record Found(
      String text,
      Set<String> strings,
      Set<String> modules,
      Set<String> names,
      boolean isComputed) {}

  private record Statement(int column, List<Token> tokens) {
    Token first() {
      return tokens.getFirst();
    }
  }

  /** Whether a module may say anything of plug-ins. */
  static boolean mentions(String text, Set<String> roots) {
    return roots.stream().anyMatch(text::contains);
  }

  /** What the module says, also by variables and functions of its own. */
  static List<Found> of(String text, Set<String> roots) {
    if (!mentions(text, roots)) {
      return List.of();
    }
    PluginNames reading = new PluginNames(text);
    reading.cut();
    return reading.find(roots);
  }

  private void cut() {
    List<Token> tokens = new ArrayList<>();
    for (Token token : Tokens.python(text)) {
      if (token.kind() != Kind.END) {
        tokens.add(token);
      } else if (!tokens.isEmpty()) {
        int from = tokens.getFirst().from();
        statements.add(
            new Statement(from - text.lastIndexOf('\n', from - 1) - 1, List.copyOf(tokens)));
        tokens.clear();
      }
    }
    for (int i = 0; i < statements.size(); i++) {
      define(i);
    }
  }

  /** Remembers what a statement gives a value to. */
  private void define(int index) {
    Statement statement = statements.get(index);
    List<Token> tokens = statement.tokens();
    String first = statement.first().text();
    if (first.equals("from") || first.equals("import") || DEFINING.contains(first)) {
      tokens.stream().filter(PluginNames::isName).forEach(name -> define(name, index));
    }
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isFunction = token.text().equals("def") && i < 2 && i + 1 < tokens.size();
      if (isName(token) && isFunction) {
        int end = body(index);
        for (int at = index; at < end; at++) {
          define(tokens.get(i + 1), at);
        }
      } else if (isName(token) && (i == 0 || isAssigned(tokens, i))) {
        define(token, index);
      }
    }
  }

  private void define(Token name, int statement) {
    definitions.computeIfAbsent(name.text(), each -> new ArrayList<>()).add(statement);
  }

  /** Where the statements end that stand below one. */
  private int body(int index) {
    int end = index + 1;
    while (end < statements.size()
        && statements.get(end).column() > statements.get(index).column()) {
      end++;
    }
    return end;
  }

  private static boolean isAssigned(List<Token> tokens, int at) {
    boolean isNext = at + 1 < tokens.size();
    boolean isEqual = isNext && tokens.get(at + 1).is("=");
    boolean isAfter = at + 2 < tokens.size() && tokens.get(at + 2).is("=");
    return isEqual || (isAfter && "+:|,".contains(tokens.get(at + 1).text()));
  }

  private static boolean isName(Token token) {
    return token.kind() == Kind.NAME;
  }

  private List<Found> find(Set<String> roots) {
    Set<Integer> taken = new LinkedHashSet<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      boolean isText = statement.tokens().stream().allMatch(token -> token.kind() == Kind.STRING);
      if (!isText
          && statement.tokens().stream()
              .anyMatch(token -> token.kind() != Kind.SIGN && roots.contains(token.text()))) {
        taken.add(i);
      }
    }
    List<Found> found = new ArrayList<>();
    Set<String> known = new HashSet<>(roots);
    Deque<Integer> queue = new ArrayDeque<>(taken);
    while (!queue.isEmpty()) {
      Statement statement = statements.get(queue.removeFirst());
      boolean isComputed = false;
      for (Token token : statement.tokens()) {
        if (!isName(token) || PLAIN.contains(token.text()) || roots.contains(token.text())) {
          continue;
        }
        List<Integer> more = definitions.getOrDefault(token.text(), List.of());
        isComputed |= more.isEmpty();
        if (known.add(token.text())) {
          more.stream().filter(taken::add).forEach(queue::addLast);
        }
      }
      found.add(found(statement, isComputed));
    }
    return found;
  }

  private Found found(Statement statement, boolean isComputed) {
    List<Token> tokens = statement.tokens();
    Set<String> strings = new LinkedHashSet<>();
    StringBuilder joined = new StringBuilder();
    for (Token token : tokens) {
      if (token.kind() == Kind.STRING) {
        strings.add(token.text());
        joined.append(token.text());
      } else if (!token.is("+")) {
        strings.add(joined.toString());
        joined.setLength(0);
      }
    }
    strings.add(joined.toString());
    Set<String> modules = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    boolean isImport = Stream.of("from", "import").anyMatch(statement.first().text()::equals);
    if (isImport) {
      imported(tokens, modules, names);
    }
    boolean isPart = strings.stream().anyMatch(each -> each.indexOf(ShellText.GLOB) >= 0);
    return new Found(
        text.substring(statement.first().from(), tokens.getLast().to()),
        strings,
        modules,
        names,
        !isImport && (isComputed || isPart));
  }

  /** The modules of an import, and what is taken from them. */
  private static void imported(List<Token> tokens, Set<String> modules, Set<String> names) {
    StringBuilder module = new StringBuilder();
    boolean isModule = true;
    for (Token token : tokens.subList(1, tokens.size())) {
      if (token.text().equals("import") || token.is(",") || token.text().equals("as")) {
        modules.add(module.toString());
        module.setLength(0);
        isModule &= !token.text().equals("import");
      } else if (isName(token) || token.is(".")) {
        module.append(isModule ? token.text() : "");
        if (isName(token)) {
          names.add(token.text());
        }
      }
    }
    modules.add(module.toString());
    modules.remove("");
  }
}
