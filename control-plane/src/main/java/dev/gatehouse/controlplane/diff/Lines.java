package dev.gatehouse.controlplane.diff;

import dev.gatehouse.evidence.text.Utf8;
import java.util.Arrays;

/**
 * A content cut into the lines that a diff compares. A line ends at a line feed, and nowhere else;
 * a line of more than {@value #LONGEST} bytes is cut into several, so that a change far behind in
 * it is shown where it is. Of binary content a line is {@value #BINARY} bytes.
 */
final class Lines {
  private static final int LONGEST = 1000;
  private static final int BINARY = 16;
  private static final int LONGEST_TAIL = 3;

  /** How a line ends. */
  enum End {
    /** With a line feed. */
    LINE_FEED,
    /** Not here: the next one goes on with it. */
    CONTINUED,
    /** With the content, which has no last line feed. */
    CONTENT,
    /** Binary content has no lines. */
    BINARY
  }

  private final byte[] content;
  private final int[] ends;
  private final boolean binary;

  private Lines(byte[] content, int[] ends, boolean binary) {
    this.content = content;
    this.ends = ends;
    this.binary = binary;
  }

  /** The lines of a text. */
  static Lines ofText(byte[] content) {
    int[] ends = new int[16];
    int count = 0;
    for (int at = 0; at < content.length; ) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, count * 2);
      }
      at = endOfLine(content, at);
      ends[count++] = at;
    }
    return new Lines(content, Arrays.copyOf(ends, count), /* binary= */ false);
  }

  /** The pieces of binary content. */
  static Lines ofBytes(byte[] content) {
    int[] ends = new int[(content.length + BINARY - 1) / BINARY];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = Math.min(content.length, (i + 1) * BINARY);
    }
    return new Lines(content, ends, /* binary= */ true);
  }

  private static int endOfLine(byte[] content, int from) {
    int limit = (int) Math.min(content.length, (long) from + LONGEST);
    for (int at = from; at < limit; at++) {
      if (content[at] == '\n') {
        return at + 1;
      }
    }
    if (limit == content.length || content[limit] == '\n') {
      return Math.min(content.length, limit + 1);
    }
    int cut = limit;
    while (limit - cut < LONGEST_TAIL && Utf8.isContinuation(content[cut])) {
      cut--;
    }
    return cut;
  }

  int count() {
    return ends.length;
  }

  byte[] content() {
    return content;
  }

  /** Where the line begins in the content. */
  int from(int line) {
    return line == 0 ? 0 : ends[line - 1];
  }

  /** Where it ends, without its line feed. */
  int to(int line) {
    return end(line) == End.LINE_FEED ? ends[line] - 1 : ends[line];
  }

  End end(int line) {
    if (binary) {
      return End.BINARY;
    }
    if (content[ends[line] - 1] == '\n') {
      return End.LINE_FEED;
    }
    return ends[line] == content.length ? End.CONTENT : End.CONTINUED;
  }

  /** Whether a line of this content is a line of the other one. */
  boolean same(int line, Lines other, int otherLine) {
    return Arrays.equals(
            content,
            from(line),
            ends[line],
            other.content,
            other.from(otherLine),
            other.ends[otherLine])
        && end(line) == other.end(otherLine);
  }

  int hash(int line) {
    int hash = 1;
    for (int at = from(line); at < ends[line]; at++) {
      hash = 31 * hash + content[at];
    }
    return hash;
  }

  /** An order of lines that fits {@link #same}. */
  int compare(int line, Lines other, int otherLine) {
    int byBytes =
        Arrays.compareUnsigned(
            content,
            from(line),
            ends[line],
            other.content,
            other.from(otherLine),
            other.ends[otherLine]);
    return byBytes != 0 ? byBytes : end(line).compareTo(other.end(otherLine));
  }
}
