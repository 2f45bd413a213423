package dev.gatehouse.policy.closure.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads shell text as far as it must be read to see which programs it starts. What it cannot read
 * is unknown, never something else.
 */
public final class ShellText {
  /** Stands for text that is known when it runs, and not before. */
  public static final char UNKNOWN = '\uFFFF';

  /** Stands for any characters of one component of a name: files are looked for that match. */
  public static final char GLOB = '\uFFFD';

  /** Begins and ends the name of a variable in a word. */
  public static final char VARIABLE = '\uFFFE';

  static final int MAX_DEPTH = 16;

  /** What may stand before a command that the shell itself reads. */
  public static final Set<String> BEFORE =
      Set.of("if", "elif", "while", "until", "then", "else", "do", "{", "!", "time");

  private final String text;
  private final int depth;

  /** Whether it ends where a parenthesis closes that opens before it. */
  private final boolean isInside;

  private final List<ShellPart> parts = new ArrayList<>();
  private final HereDocuments hereDocuments = new HereDocuments();

  /** What is open: {@code (}, and {@code c} for a case, whose labels end in a parenthesis too. */
  private final Deque<Character> open = new ArrayDeque<>();

  private List<String> words = new ArrayList<>();
  private boolean isConditional;

  /** Whether labels of a case come, up to a parenthesis. */
  private boolean isLabel;

  /**
   * Whether the words of a test come, in which signs mean something else, and whether more must.
   */
  private boolean isTest;

  private boolean goesOn;
  private boolean isClosed;
  private int lost = -1;
  private int at;

  private ShellText(String text, int at, int depth, boolean isInside) {
    this.text = text;
    this.at = at;
    this.depth = depth;
    this.isInside = isInside;
  }

  static ShellText whole(String text, int depth) {
    ShellText reading = new ShellText(text, 0, depth, /* isInside= */ false);
    reading.read();
    return reading;
  }

  /** Reads on to the parenthesis that closes what opens before. */
  static ShellText inside(String text, int at, int depth) {
    ShellText reading = new ShellText(text, at, depth, /* isInside= */ true);
    reading.read();
    return reading;
  }

  List<ShellPart> parts() {
    return parts;
  }

  int end() {
    return at;
  }

  /** Where something opens that nothing closes; -1 if all is whole. */
  int lost() {
    return lost;
  }

  private void read() {
    int begin = at;
    while (at < text.length() && !isClosed) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> newline();
        case ';', '&', '|' -> separator();
        case '(' -> {
          if (isLabel || isTest) {
            at++;
          } else {
            open();
          }
        }
        case ')' -> close();
        case '<', '>' -> {
          if (isTest) {
            at++;
          } else {
            redirection();
          }
        }
        case '#' -> {
          if (at == begin || " \t\r\n;&|()".indexOf(text.charAt(at - 1)) >= 0) {
            skipLine();
          } else {
            argument();
          }
        }
        default -> argument();
      }
    }
    endCommand();
    if (lost < 0 && (isClosed != isInside || !open.isEmpty() || hereDocuments.isLost())) {
      lost = begin;
    }
  }

  private void newline() {
    at++;
    if (!isLabel && !(isTest && goesOn)) {
      isTest = false;
      endCommand();
    }
    at = hereDocuments.read(text, at, depth + 1);
    parts.addAll(hereDocuments.parts());
  }

  private void separator() {
    if (isLabel) {
      at++;
      return;
    }
    boolean isChoice = text.startsWith("&&", at) || text.startsWith("||", at);
    if (isTest) {
      goesOn = isChoice;
      at += isChoice ? 2 : 1;
      return;
    }
    if (text.startsWith("&>", at)) {
      redirection();
      return;
    }
    boolean isEnd = text.startsWith(";;", at) || text.startsWith(";&", at);
    at += isChoice ? 2 : 1;
    endCommand();
    isConditional = isChoice;
    isLabel = isEnd && !open.isEmpty() && open.peek() == 'c';
  }

  /** Whether a command may begin after the words so far. */
  private boolean isBegin() {
    return words.isEmpty() || BEFORE.contains(words.getLast());
  }

  private void open() {
    int number = Brackets.arithmetic(text, at);
    if (number > 0 && (isBegin() || words.getLast().equals("for"))) {
      parts.addAll(ShellWord.inQuotes(text.substring(at + 2, number - 2), depth + 1).parts());
      at = number;
      return;
    }
    at++;
    int next = ShellCharacters.skipBlanks(text, at);
    if (words.size() == 1
        && ShellCharacters.isName(words.getFirst())
        && text.startsWith(")", next)) {
      at = next + 1;
      parts.add(new ShellPart.Function(words.getFirst()));
      words = new ArrayList<>();
      return;
    }
    endCommand();
    if (!isLabel) {
      open.push('(');
      parts.add(new ShellPart.Begin());
    }
  }

  /** The end of what a parenthesis opened, or of a case's label. */
  private void close() {
    at++;
    if (isTest) {
      return;
    }
    if (isLabel) {
      isLabel = false;
      words = new ArrayList<>();
      parts.add(new ShellPart.Branch());
      return;
    }
    endCommand();
    isLabel = false;
    if (open.isEmpty() && isInside) {
      isClosed = true;
    } else if (!open.isEmpty() && open.peek() == '(') {
      open.pop();
      parts.add(new ShellPart.End());
    } else {
      lost = open.isEmpty() && lost < 0 ? at - 1 : lost;
      parts.add(new ShellPart.Branch());
    }
  }

  /** A number right before a sign says which stream is redirected: it is not an argument. */
  private void argument() {
    boolean begins = isBegin();
    String word = word();
    boolean isStream =
        at < text.length()
            && "<>".indexOf(text.charAt(at)) >= 0
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!word.isEmpty() && (isTest || !isStream)) {
      isLabel &= !word.equals("esac");
      isTest = isTest ? !word.equals("]]") : begins && word.equals("[[");
      goesOn = false;
      if (word.equals("do") && words.size() == 2 && words.getFirst().equals("for")) {
        endCommand();
      }
      words.add(word);
    }
  }

  private String word() {
    ShellWord reading = ShellWord.at(text, at, depth);
    at = reading.end();
    parts.addAll(reading.parts());
    lost = lost < 0 ? reading.lost() : lost;
    return reading.word();
  }

  private void endCommand() {
    if (words.isEmpty()) {
      return;
    }
    String first = words.getFirst();
    int begin = words.indexOf("case");
    boolean isCase = begin >= 0 && (begin == 0 || BEFORE.contains(words.get(begin - 1)));
    if (isCase && words.size() > begin + 2 && words.get(begin + 2).equals("in")) {
      open.push('c');
      isLabel = !words.getLast().equals("esac");
    } else if (isCase && words.size() == begin + 2) {
      return; // Its labels begin in one of the next lines.
    }
    if (first.equals("esac") && !open.isEmpty() && open.peek() == 'c') {
      open.pop();
    }
    if (first.equals("function") && words.size() > 1) {
      parts.add(new ShellPart.Function(words.get(1)));
      words = words.subList(2, words.size());
    }
    if (!words.isEmpty()) {
      parts.add(new ShellPart.Command(words, isConditional));
    }
    isConditional = false;
    words = new ArrayList<>();
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** Files that are read stay words, after the sign; files that are written do not. */
  private void redirection() {
    boolean reads = text.charAt(at) == '<';
    int from = at;
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String sign = text.substring(from, at);
    boolean isIndented = sign.equals("<<") && text.startsWith("-", at);
    at += isIndented ? 1 : 0;
    if (at < text.length() && text.charAt(at) == '(') {
      return; // A process substitution: what is in it is read as a text of its own.
    }
    at = ShellCharacters.skipBlanks(text, at);
    int begin = at;
    String word = ShellCharacters.begins(text, at) ? word() : "";
    if (sign.equals("<<")) {
      hereDocuments.add(word, text.substring(begin, at), isIndented);
    } else if (sign.equals("<<<")) {
      endCommand();
      parts.add(new ShellPart.Input(word));
    } else if (reads && sign.equals("<")) {
      words.add("<");
      words.add(word);
    }
  }
}
