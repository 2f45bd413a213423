package dev.gatehouse.policy.closure.command;

import dev.gatehouse.policy.closure.base.ClosureBounds;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Inputs;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellLines;
import dev.gatehouse.policy.closure.shell.ShellPart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Follows a shell text: where its commands may run, and what they are. */
final class ShellFollower {
  private static final Set<String> OPENING = Set.of("if", "while", "until", "for", "case", "{");
  private static final Set<String> BRANCHES = Set.of("else", "elif");
  private static final Set<String> CLOSING = Set.of("fi", "done", "esac", "}");

  /** Each may have variables of its own, which are kept while it is read. */
  private static final int MAX_NESTED = 20;

  private final CommandReader commands;
  private final NamedPaths named;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private boolean hasFunctions;
  private boolean isFunction;
  private boolean readsInput;

  /** Whether the command before has no script yet: what comes in parentheses may print it. */
  private boolean waits;

  private boolean isSubstituted;
  private List<String> printed = List.of();

  /** The files that the commands in parentheses, or in a block, print together. */
  private final Deque<Set<String>> together = new ArrayDeque<>();

  ShellFollower(CommandReader commands, NamedPaths named) {
    this.commands = commands;
    this.named = named;
  }

  /**
   * A block of commands that may run or not.
   *
   * @param begin where it begins
   * @param ends where its branches end
   */
  private record Block(List<String> begin, Set<String> ends, boolean isFunction) {}

  /** Follows all commands of the text. */
  void read(String text, Shell shell, Provenance because) {
    named.count(text.length());
    List<ShellPart> parts = ShellLines.read(text);
    seen.addAll(shell.directories());
    read(parts, shell, because);
    if (hasFunctions) {
      // A function runs where it is called, which may be wherever the text goes, and with what it
      // is given there.
      Shell elsewhere = shell.copy();
      elsewhere.go(List.copyOf(seen));
      read(parts, elsewhere, because);
    }
  }

  private void read(List<ShellPart> parts, Shell shell, Provenance because) {
    Deque<Shell> outer = new ArrayDeque<>();
    Shell current = shell;
    for (ShellPart part : parts) {
      switch (part) {
        case ShellPart.Begin _ -> {
          isSubstituted = waits;
          waits = false;
          ClosureBounds.demand(outer.size() < MAX_NESTED, "parentheses in each other", MAX_NESTED);
          named.count(current.size());
          outer.push(current);
          together.push(new LinkedHashSet<>());
          current = current.copy();
        }
        case ShellPart.End _ -> {
          current = outer.isEmpty() ? current : outer.pop();
          end();
        }
        case ShellPart.Branch _ -> branch(current);
        case ShellPart.Function(String name) -> {
          current.functions().add(name);
          hasFunctions = true;
          isFunction = true;
        }
        case ShellPart.Input(String input) -> {
          if (readsInput) {
            commands.shell(input, current.copy(), because);
          }
        }
        case ShellPart.Apart _ -> {
          named.computed(because, "quotes or brackets that are not closed");
          named.count(0);
          outer.clear();
          blocks.clear();
          together.clear();
          current = shell;
          current.go(List.copyOf(seen));
        }
        case ShellPart.Command(List<String> words, boolean isConditional) -> {
          command(words, isConditional, current, because);
          seen.addAll(current.directories());
        }
      }
    }
    blocks.clear();
    together.clear();
  }

  /** The end of commands that print together: their files are what is printed. */
  private void end() {
    Set<String> files = together.isEmpty() ? Set.of() : together.pop();
    if (!files.isEmpty()) {
      List<String> all = new ArrayList<>(List.of("cat"));
      all.addAll(files);
      printed = all;
      if (!together.isEmpty()) {
        together.peek().addAll(files);
      }
    }
  }

  private void command(List<String> words, boolean isConditional, Shell shell, Provenance because) {
    int at = 0;
    while (at < words.size() && block(words.get(at), shell)) {
      at++;
    }
    isFunction = false;
    List<String> before = shell.directories();
    Predicate<String> isThere = word -> commands.scripts().isThere(word, shell);
    List<String> files = Inputs.printed(printed, isThere);
    List<String> whole = new ArrayList<>(words);
    if (Inputs.isRead(words)) {
      files.forEach(file -> whole.addAll(List.of("<", file)));
    }
    commands.expand(whole, shell, because);
    if (isConditional) {
      Set<String> both = new LinkedHashSet<>(shell.directories());
      both.addAll(before);
      shell.go(List.copyOf(both));
    }
    readsInput = Inputs.isShell(words);
    waits = readsInput || (Inputs.isSource(words) && words.size() == 1);
    if (readsInput && Inputs.isText(printed)) {
      List<String> text = printed.subList(1, printed.size());
      commands.shell(String.join(" ", text), shell.copy(), because);
    } else if (Inputs.isRead(words) && files.isEmpty() && words.size() == 1) {
      named.computed(because, "what %s reads".formatted(words.getFirst()));
    }
    if (Inputs.isTaken(words) || isSubstituted) {
      List<String> taken = isSubstituted ? Inputs.printed(words, isThere) : files;
      shell.expanded(taken.isEmpty() ? List.of("") : taken).stream()
          .flatMap(List::stream)
          .filter(file -> !file.isEmpty())
          .forEach(file -> commands.scripts().read(file, List.of(), shell, because));
    }
    if (Inputs.isGiven(words) && !printed.isEmpty()) {
      commands.wrappers().found(printed.subList(1, printed.size()), shell, because);
    }
    isSubstituted = false;
    boolean isOnlyBlock = at == words.size();
    printed = isOnlyBlock || Inputs.passes(words, isThere) ? printed : words;
    if (!together.isEmpty()) {
      together.peek().addAll(Inputs.printed(printed, isThere));
    }
  }

  /** Looks at a word before a command; whether another such may follow. */
  private boolean block(String word, Shell shell) {
    if (OPENING.contains(word)) {
      blocks.push(new Block(shell.directories(), new LinkedHashSet<>(), isFunction));
      together.push(new LinkedHashSet<>());
      isFunction = false;
    } else if (BRANCHES.contains(word)) {
      branch(shell);
    } else if (CLOSING.contains(word)) {
      close(shell);
    } else {
      return word.equals("then") || word.equals("do") || word.equals("!");
    }
    return true;
  }

  private void branch(Shell shell) {
    if (!blocks.isEmpty()) {
      blocks.peek().ends().addAll(shell.directories());
      shell.go(blocks.peek().begin());
    }
  }

  private void close(Shell shell) {
    if (blocks.isEmpty()) {
      return;
    }
    Block block = blocks.pop();
    end();
    if (block.isFunction()) {
      shell.go(block.begin());
      return;
    }
    Set<String> all = new LinkedHashSet<>(block.begin());
    all.addAll(block.ends());
    all.addAll(shell.directories());
    shell.go(List.copyOf(all));
  }
}
