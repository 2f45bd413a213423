package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.ScriptWord;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import dev.gatehouse.policy.shell.syntax.UnreadableException;
import dev.gatehouse.policy.shell.syntax.WordPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expands the braces of one word as bash does, or refuses to. */
final class BraceExpansion {
  private final SourcePlace place;
  private final List<Atom> atoms = new ArrayList<>();
  private long copied;

  /** An unquoted character, or another part. */
  private record Atom(char character, @Nullable WordPart part) {}

  private BraceExpansion(ScriptWord word) {
    this.place = word.place();
    for (WordPart part : word.parts()) {
      if (part instanceof WordPart.Text(String text, boolean quoted) && !quoted) {
        for (int i = 0; i < text.length(); i++) {
          atoms.add(new Atom(text.charAt(i), null));
        }
      } else {
        atoms.add(new Atom('\0', part));
      }
    }
  }

  /** The words to which it expands; the word alone where there is nothing to expand. */
  static List<ScriptWord> expand(ScriptWord word) {
    return word.hasPlain('{') && (word.hasPlain(',') || word.hasPlain('.'))
        ? new BraceExpansion(word).words(word)
        : List.of(word);
  }

  private List<ScriptWord> words(ScriptWord word) {
    if (!isBalanced()) {
      throw unreadable();
    }
    List<List<Atom>> expanded = expand(0, atoms.size());
    if (expanded.size() == 1 && expanded.getFirst().equals(atoms)) {
      return List.of(word);
    }
    // Bash expands braces before it looks for the end of a name.
    for (Atom atom : atoms) {
      if (atom.part instanceof WordPart.Variable(String _, boolean _, boolean braced) && !braced) {
        throw unreadable();
      }
    }
    return expanded.stream().map(this::word).toList();
  }

  private ScriptWord word(List<Atom> from) {
    List<WordPart> parts = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (Atom atom : from) {
      if (atom.part == null) {
        run.append(atom.character);
      } else {
        endRun(run, parts);
        parts.add(atom.part);
      }
    }
    endRun(run, parts);
    return new ScriptWord(List.copyOf(parts), place);
  }

  private static void endRun(StringBuilder run, List<WordPart> parts) {
    if (!run.isEmpty()) {
      parts.add(new WordPart.Text(run.toString(), false));
      run.setLength(0);
    }
  }

  private List<List<Atom>> expand(int from, int to) {
    List<List<Atom>> heads = List.of(List.of());
    int literal = from;
    int at = from;
    while (at < to) {
      if (isAt(at, '{')) {
        int close = closing(at);
        List<List<Atom>> group = group(at, close);
        if (!group.isEmpty()) {
          heads = product(heads, List.of(atoms.subList(literal, at)));
          heads = product(heads, group);
          literal = close + 1;
        }
        at = close + 1;
      } else {
        at++;
      }
    }
    return product(heads, List.of(atoms.subList(literal, to)));
  }

  /** What the braces between two places stand for; nothing where they stand for themselves. */
  private List<List<Atom>> group(int open, int close) {
    List<List<Atom>> alternatives = new ArrayList<>();
    boolean isNested = false;
    int from = open + 1;
    int at = from;
    while (at < close) {
      if (isAt(at, '{')) {
        isNested = true;
        at = closing(at);
      } else if (isAt(at, ',')) {
        alternatives.addAll(expand(from, at));
        from = at + 1;
      }
      at++;
    }
    if (from > open + 1) {
      alternatives.addAll(expand(from, close));
      if (open > 0 && isDollar(atoms.get(open - 1))) {
        throw unreadable();
      }
      return alternatives;
    }
    if (isNested) {
      throw unreadable();
    }
    return hasRange(open, close) ? range(open, close) : List.of();
  }

  private static boolean isDollar(Atom atom) {
    return atom.part instanceof WordPart.Text(String text, boolean _) && text.endsWith("$");
  }

  private boolean hasRange(int open, int close) {
    for (int i = open; i + 1 < close; i++) {
      if (isAt(i, '.') && isAt(i + 1, '.')) {
        return true;
      }
    }
    return false;
  }

  private List<List<Atom>> range(int open, int close) {
    StringBuilder inner = new StringBuilder();
    for (Atom atom : atoms.subList(open + 1, close)) {
      if (atom.part != null) {
        throw unreadable();
      }
      inner.append(atom.character);
    }
    return BraceRange.of(inner.toString(), place).stream().map(BraceExpansion::plain).toList();
  }

  private static List<Atom> plain(String text) {
    return text.chars().mapToObj(each -> new Atom((char) each, null)).toList();
  }

  private List<List<Atom>> product(List<List<Atom>> heads, List<List<Atom>> tails) {
    if (tails.size() == 1 && tails.getFirst().isEmpty()) {
      return heads;
    }
    if ((long) heads.size() * tails.size() > ReaderBounds.BRACE_WORDS) {
      throw UnreadableConstruct.TOO_LARGE.at(place);
    }
    List<List<Atom>> both = new ArrayList<>(heads.size() * tails.size());
    for (List<Atom> head : heads) {
      for (List<Atom> tail : tails) {
        List<Atom> joined = new ArrayList<>(head.size() + tail.size());
        joined.addAll(head);
        joined.addAll(tail);
        both.add(joined);
        copied += joined.size();
      }
    }
    if (copied > ReaderBounds.EXPANDED_CHARACTERS) {
      throw UnreadableConstruct.TOO_LARGE.at(place);
    }
    return both;
  }

  private boolean isBalanced() {
    int depth = 0;
    for (int i = 0; i < atoms.size(); i++) {
      if (isAt(i, '{')) {
        depth++;
      } else if (isAt(i, '}')) {
        depth--;
      }
      if (depth < 0 || depth > ReaderBounds.DEPTH) {
        return false;
      }
    }
    return depth == 0;
  }

  private int closing(int open) {
    int depth = 0;
    int at = open;
    do {
      if (isAt(at, '{')) {
        depth++;
      } else if (isAt(at, '}')) {
        depth--;
      }
      at++;
    } while (depth > 0);
    return at - 1;
  }

  private boolean isAt(int at, char character) {
    Atom atom = atoms.get(at);
    return atom.part == null && atom.character == character;
  }

  private UnreadableException unreadable() {
    return UnreadableConstruct.BRACE_EXPANSION.at(place);
  }
}
