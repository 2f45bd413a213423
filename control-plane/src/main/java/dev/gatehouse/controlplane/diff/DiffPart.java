package dev.gatehouse.controlplane.diff;

/**
 * Takes the rows of a diff and keeps one part of them; a part has at most {@value #LENGTH}
 * characters, and the first has the head.
 */
public final class DiffPart {
  /** Characters of a part, at most. */
  public static final int LENGTH = 1024 * 1024;

  private final int wanted;
  private final StringBuilder text = new StringBuilder();
  private int current = 1;
  private int length;

  /**
   * Keeps a part.
   *
   * @param wanted which; 1 is the first
   */
  public DiffPart(int wanted) {
    this.wanted = wanted;
  }

  /** Takes the next row, without its line feed. */
  public void row(CharSequence row) {
    if (length > 0 && length + row.length() + 1 > LENGTH) {
      current++;
      length = 0;
    }
    length += row.length() + 1;
    if (current == wanted) {
      text.append(row).append('\n');
    }
  }

  /** The rows of the part, each with a line feed; empty if there are fewer parts. */
  public String text() {
    return text.toString();
  }

  /** How many parts all rows that came fill. */
  public int parts() {
    return current;
  }
}
