package dev.gatehouse.policy.closure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads shell text as far as it must be read to see which programs it starts. What it cannot read
 * is unknown, never something else.
 */
final class ShellText {
  /** Stands for text that is known when it runs, and not before. */
  static final char UNKNOWN = '\uFFFF';

  /** Stands for any characters of one component of a name: files are looked for that match. */
  static final char GLOB = '\uFFFD';

  /** Begins and ends the name of a variable in a word. */
  static final char VARIABLE = '\uFFFE';

  static final int MAX_DEPTH = 16;

  /** What may stand before a case. */
  private static final Set<String> BEFORE = Set.of("then", "else", "do", "{", "!", "time");

  private final String text;
  private final int depth;
  private final List<Part> parts = new ArrayList<>();
  private final Deque<String> hereDocuments = new ArrayDeque<>();

  /** What is open: {@code (}, and {@code c} for a case, whose labels end in a parenthesis too. */
  private final Deque<Character> open = new ArrayDeque<>();

  private List<String> words = new ArrayList<>();
  private boolean isConditional;

  /** Whether labels of a case come, up to a parenthesis. */
  private boolean isLabel;

  private int at;

  private ShellText(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  /** A part of a text, in the order in which it is reached. */
  sealed interface Part {
    /**
     * A command.
     *
     * @param words its words; the names of variables stand between {@link #VARIABLE}, and {@link
     *     #UNKNOWN} for what is computed, {@link #GLOB} for what files are looked for by
     * @param isConditional whether it depends on the one before
     */
    record Command(List<String> words, boolean isConditional) implements Part {
      public Command {
        words = List.copyOf(words);
      }

      Command(List<String> words) {
        this(words, /* isConditional= */ false);
      }
    }

    /** What follows, up to the end, changes nothing outside of it. */
    record Begin() implements Part {}

    /** The end of what began last. */
    record End() implements Part {}

    /** What follows runs instead of what stands before it, back to where a choice begins. */
    record Branch() implements Part {}

    /** What the command before reads. */
    record Input(String text) implements Part {}

    /** What follows is a function of this name, and may run later and elsewhere. */
    record Function(String name) implements Part {}
  }

  /** The parts of a text. */
  static List<Part> read(String text) {
    return read(text, 0);
  }

  static List<Part> read(String text, int depth) {
    ShellText reading = new ShellText(text, depth);
    reading.read();
    return reading.parts;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> {
          at++;
          if (!isLabel) {
            endCommand();
          }
          readHereDocuments();
        }
        case ';', '&', '|' -> {
          boolean isEnd = text.startsWith(";;", at) || text.startsWith(";&", at);
          if (isLabel) {
            at++;
            continue;
          }
          boolean isChoice = text.startsWith("&&", at) || text.startsWith("||", at);
          at += isChoice ? 2 : 1;
          endCommand();
          isConditional = isChoice;
          isLabel = isEnd && !open.isEmpty() && open.peek() == 'c';
        }
        case '(' -> {
          if (isLabel) {
            at++;
          } else {
            open();
          }
        }
        case ')' -> close();
        case '<', '>' -> redirection();
        case '#' -> skipLine();
        default -> argument();
      }
    }
    endCommand();
  }

  private void open() {
    at++;
    int next = skipBlanks(at);
    if (words.size() == 1 && isName(words.getFirst()) && text.startsWith(")", next)) {
      at = next + 1;
      parts.add(new Part.Function(words.getFirst()));
      words = new ArrayList<>();
      return;
    }
    endCommand();
    if (isLabel) {
      return;
    }
    open.push('(');
    parts.add(new Part.Begin());
  }

  /** The end of what a parenthesis opened, or of a case's label. */
  private void close() {
    at++;
    if (isLabel) {
      isLabel = false;
      words = new ArrayList<>();
      parts.add(new Part.Branch());
      return;
    }
    endCommand();
    isLabel = false;
    if (!open.isEmpty() && open.peek() == '(') {
      open.pop();
      parts.add(new Part.End());
    } else {
      parts.add(new Part.Branch());
    }
  }

  /** A number right before a sign says which stream is redirected: it is no argument. */
  private void argument() {
    String word = word();
    boolean isStream =
        at < text.length()
            && "<>".indexOf(text.charAt(at)) >= 0
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!word.isEmpty() && !isStream) {
      isLabel &= !word.equals("esac");
      words.add(word);
    }
  }

  private String word() {
    ShellWord reading = ShellWord.at(text, at, depth);
    at = reading.end();
    parts.addAll(reading.parts());
    return reading.word();
  }

  private void endCommand() {
    if (words.isEmpty()) {
      return;
    }
    String first = words.getFirst();
    if (words.contains("case") && words.contains("in")) {
      open.push('c');
      int begin = words.indexOf("case");
      isLabel =
          words.indexOf("in") == begin + 2 && (begin == 0 || BEFORE.contains(words.get(begin - 1)));
    } else if (first.equals("esac") && !open.isEmpty() && open.peek() == 'c') {
      open.pop();
    }
    if (first.equals("function") && words.size() > 1) {
      parts.add(new Part.Function(words.get(1)));
      words = words.subList(2, words.size());
    }
    if (!words.isEmpty()) {
      parts.add(new Part.Command(words, isConditional));
    }
    isConditional = false;
    words = new ArrayList<>();
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private int skipBlanks(int from) {
    int next = from;
    while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
      next++;
    }
    return next;
  }

  /** Files that are read stay words, after the sign; files that are written do not. */
  private void redirection() {
    boolean reads = text.charAt(at) == '<';
    int from = at;
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String sign = text.substring(from, at);
    if (sign.equals("<<") && at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '(') {
      return; // A process substitution: what is in it is read as a text of its own.
    }
    at = skipBlanks(at);
    String word = ShellWord.begins(text, at) ? word() : "";
    if (sign.equals("<<")) {
      hereDocuments.add(word);
    } else if (sign.equals("<<<")) {
      endCommand();
      parts.add(new Part.Input(word));
    } else if (reads && sign.equals("<")) {
      words.add("<");
      words.add(word);
    }
  }

  private void readHereDocuments() {
    while (!hereDocuments.isEmpty()) {
      String delimiter = hereDocuments.remove();
      int from = at;
      int to = text.length();
      while (at < text.length()) {
        int end = text.indexOf('\n', at);
        String line = end < 0 ? text.substring(at) : text.substring(at, end);
        int begin = at;
        at = end < 0 ? text.length() : end + 1;
        if (line.strip().equals(delimiter)) {
          to = begin;
          break;
        }
      }
      parts.add(new Part.Input(text.substring(from, to)));
    }
  }

  static boolean isName(String text) {
    return !text.isEmpty()
        && (text.charAt(0) < '0' || text.charAt(0) > '9')
        && text.chars().allMatch(c -> isNameCharacter((char) c));
  }

  static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
