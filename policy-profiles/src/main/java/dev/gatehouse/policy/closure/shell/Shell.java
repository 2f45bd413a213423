package dev.gatehouse.policy.closure.shell;

import dev.gatehouse.policy.path.SandboxView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a shell knows while its text is read: where it may be, and its variables. */
public final class Shell {
  /** As many values may a variable have, and as many commands may one become. */
  private static final int MAX_VALUES = 16;

  /** As many words of a loop count each, with as many values of others. */
  private static final int MAX_WORDS = 1024;

  private static final int MAX_BESIDE = 4;

  /** Commands whose arguments do not count. */
  private static final Set<String> PLAIN =
      Set.of(
          "echo", "printf", "test", "[", "[[", ":", "exit", "return", "set", "rm", "mkdir", "cat");

  private static final int MAX_VALUE = 4096;

  /** As long may all names and values be together. */
  private static final int MAX_SIZE = 1 << 14;

  private static final String UNKNOWN = String.valueOf(ShellText.UNKNOWN);

  /** What every step finds in its environment, of what names files. */
  public static final Map<String, String> OF_STEPS =
      SandboxView.VARIABLES.entrySet().stream()
          .filter(each -> each.getKey().equals("PATH") || each.getKey().equals("HOME"))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final List<String> home;
  private final Map<String, Set<String>> variables;
  private final Set<String> functions;
  private List<String> directories;
  private int size;

  private Shell(
      List<String> home,
      List<String> directories,
      Map<String, Set<String>> variables,
      Set<String> functions) {
    this.home = home;
    this.directories = directories;
    this.variables = new TreeMap<>(variables);
    this.functions = functions;
    variables.forEach((name, values) -> size += name.length() + length(values));
  }

  private static int length(Set<String> values) {
    return values.stream().mapToInt(String::length).sum();
  }

  /** A shell that begins in this directory of the tree. */
  public static Shell in(String directory, Map<String, Set<String>> variables) {
    return new Shell(List.of(directory), List.of(directory), variables, new HashSet<>());
  }

  /** One whose changes stay its own. */
  public Shell copy() {
    return new Shell(home, directories, variables, functions);
  }

  /** The same for a script that lies there and may go to its own directory. */
  public Shell forScript(String directory, List<String> arguments) {
    Set<String> all = new LinkedHashSet<>(directories);
    all.add(directory);
    Shell script = new Shell(List.copyOf(all), directories, variables, functions);
    script.variables.keySet().removeIf(Shell::isPositional);
    script.pass(arguments);
    return script;
  }

  /** One whose text has these arguments. */
  public Shell withArguments(List<String> arguments) {
    Shell copy = copy();
    copy.variables.keySet().removeIf(Shell::isPositional);
    copy.pass(arguments);
    return copy;
  }

  /** Gives arguments to a function, or to a text. */
  public void pass(List<String> arguments) {
    for (int i = 0; i < arguments.size() && i < 9; i++) {
      assign(String.valueOf(i + 1), arguments.get(i));
    }
    assign("@", String.join(" ", arguments));
    assign("*", String.join(" ", arguments));
  }

  /** Gives the arguments without the first, too. */
  public void shift() {
    for (String all : List.copyOf(variables.getOrDefault("@", Set.of()))) {
      int end = all.indexOf(' ');
      if (end > 0) {
        pass(Blanks.parts(all.substring(end + 1)));
      }
    }
  }

  private static boolean isPositional(String name) {
    return !ShellCharacters.isName(name);
  }

  /** What a script did that was read in this one's place. */
  public void takeOver(Shell inside) {
    inside.variables.forEach((name, values) -> {
      if (!isPositional(name)) {
        variables.put(name, values);
      }
    });
    directories = inside.directories;
    size = inside.size;
  }

  /** Names of the functions of the text. */
  public Set<String> functions() {
    return functions;
  }

  /** Where it may be; empty is the root of the tree. */
  public List<String> directories() {
    return directories;
  }

  /** Where it may go by a name that is computed. */
  public List<String> anywhere() {
    Set<String> all = new LinkedHashSet<>(directories);
    all.addAll(home);
    all.add("");
    return List.copyOf(all);
  }

  public void go(List<String> to) {
    directories = List.copyOf(to);
  }

  public Map<String, Set<String>> variables() {
    return variables;
  }

  /** Gives a variable one more value: which one counts is known when it runs. */
  public void assign(String name, String value) {
    Set<String> values = new TreeSet<>(variables.getOrDefault(name, Set.of()));
    int more = name.length() + value.length();
    boolean isLong = value.length() > MAX_VALUE || size + more > MAX_SIZE;
    if (!isPositional(name)) {
      ShellValues.shorten(values, value);
    }
    if (values.add(isLong ? UNKNOWN : value) && (!isLong || !values(name).contains(UNKNOWN))) {
      size += isLong ? name.length() : more;
      variables.put(name, values.size() <= MAX_VALUES ? values : Set.of(UNKNOWN));
    }
  }

  /** Gives a variable each word of a loop. */
  public void loop(String name, List<String> words) {
    Set<String> values = new TreeSet<>(variables.getOrDefault(name, Set.of()));
    values.addAll(words);
    int more = length(values) + name.length();
    if (values.size() <= MAX_VALUES || values.size() > MAX_WORDS || size + more > MAX_SIZE) {
      words.forEach(word -> assign(name, word));
    } else {
      size += more;
      variables.put(name, values);
    }
  }

  /** How long all names and values are together. */
  public int size() {
    return size;
  }

  /** The commands that these words become, with every value of their variables. */
  public List<List<String>> expanded(List<String> given) {
    boolean isPlain = PLAIN.contains(given.getFirst());
    List<String> words = given.stream().map(this::assignment).toList();
    List<Map<String, String>> choices = choices(words, isPlain ? 1 : MAX_VALUES);
    Set<List<String>> commands = new LinkedHashSet<>();
    for (Map<String, String> choice : choices) {
      List<String> command = new ArrayList<>();
      for (String word : words) {
        String value = ShellValues.text(word, choice);
        boolean isVariable = word.length() > 2 && word.charAt(0) == ShellText.VARIABLE;
        if (isVariable && value.chars().anyMatch(c -> c == ' ' || c == '\t' || c == '\n')) {
          command.addAll(Blanks.parts(value.strip()));
        } else if (!isVariable || !value.isEmpty()) {
          command.add(value);
        }
      }
      commands.add(command);
    }
    return List.copyOf(commands);
  }

  /**
   * A word that gives a variable a value that its own is part of, or any other word. Of more than a
   * few values the longest counts: in the order of the text it has what was added before.
   */
  private String assignment(String word) {
    int equals = word.indexOf('=');
    boolean isAdded = equals > 1 && word.charAt(equals - 1) == '+';
    String name = word.substring(0, Math.max(isAdded ? equals - 1 : equals, 0));
    if (!ShellCharacters.isName(name)) {
      return word;
    }
    String own = ShellText.VARIABLE + name + ShellText.VARIABLE;
    boolean isNew = isAdded && !variables.containsKey(name);
    String value = (isAdded && !isNew ? own : "") + word.substring(equals + 1);
    Set<String> values = values(name);
    if (values.size() > ShellValues.MAX_GROWN) {
      value = value.replace(own, ShellValues.longest(values));
    }
    return name + "=" + value;
  }

  /** One value for each variable of the words, in every combination. */
  private List<Map<String, String>> choices(List<String> words, int max) {
    List<Map<String, String>> choices = List.of(Map.of());
    for (String name : ShellValues.names(words)) {
      Set<String> values = values(name);
      List<Map<String, String>> more = new ArrayList<>();
      boolean isLoop = max > 1 && values.size() > MAX_VALUES && choices.size() <= MAX_BESIDE;
      boolean isTooMuch = choices.size() * values.size() > max && !isLoop;
      for (String value : isTooMuch ? Set.of(UNKNOWN) : values) {
        for (Map<String, String> choice : choices) {
          Map<String, String> next = new TreeMap<>(choice);
          next.put(name, value);
          more.add(next);
        }
      }
      choices = more;
    }
    return choices;
  }

  /** The values that a variable may have. */
  public Set<String> values(String name) {
    if (name.equals("PWD") || name.equals("CURDIR")) {
      Set<String> here = new LinkedHashSet<>();
      directories.forEach(directory -> here.add(SandboxView.absolute(directory)));
      return here.isEmpty() ? Set.of(UNKNOWN) : here;
    }
    return variables.getOrDefault(name, Set.of(OF_STEPS.getOrDefault(name, UNKNOWN)));
  }

  /**
   * The names that a name may be: itself, or where it begins in a directory that is computed, the
   * same below those where that most often is.
   */
  public List<String> likely(String name) {
    int unknown = name.lastIndexOf(ShellText.UNKNOWN);
    if (unknown < 0) {
      return name.isEmpty() ? List.of() : List.of(name);
    }
    if (!name.startsWith("/", unknown + 1)) {
      return List.of();
    }
    String rest = name.substring(unknown + 1);
    return anywhere().stream().map(directory -> SandboxView.absolute(directory) + rest).toList();
  }

  public static boolean isLiteral(String word) {
    return isKnown(word) && word.indexOf(ShellText.GLOB) < 0 && !word.isEmpty();
  }

  /** Whether nothing of it is computed; it may be a pattern of names. */
  public static boolean isKnown(String word) {
    return word.indexOf(ShellText.UNKNOWN) < 0;
  }
}
