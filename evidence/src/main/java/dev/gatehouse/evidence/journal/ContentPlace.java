package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the base64 of inline content is in its journal, so that it is read without its line.
 *
 * @param sha256 digest of the content
 * @param start the first byte of the base64 in the file
 * @param length its bytes
 */
public record ContentPlace(Digest sha256, long start, int length) {
  /** Quotes are escaped within strings, so this is a member's name wherever it is. */
  private static final byte[] MEMBER = "\"contents\":[\"".getBytes(US_ASCII);

  private static final int SEPARATOR = "\",\"".length();
  private static final int LENGTH_BITS = 16;

  /** Of each content that rides in the event, which the line is of. */
  public static List<ContentPlace> in(Event event, JournalLine line) {
    List<ContentPlace> places = new ArrayList<>();
    List<InlineContent> contents = InlineContent.carriedBy(event);
    if (contents.isEmpty()) {
      return places;
    }
    long start = line.start() + afterMember(line.bytes());
    for (InlineContent content : contents) {
      int length = (content.size() + 2) / 3 * 4;
      places.add(new ContentPlace(content.sha256(), start, length));
      start += length + SEPARATOR;
    }
    return places;
  }

  /** Start and length as one number. */
  public long packed() {
    return start << LENGTH_BITS | length;
  }

  /** The start that was packed. */
  public static long start(long packed) {
    return packed >> LENGTH_BITS;
  }

  /** The length that was packed. */
  public static int length(long packed) {
    return (int) (packed & ((1 << LENGTH_BITS) - 1));
  }

  private static int afterMember(byte[] line) {
    for (int at = 0; at + MEMBER.length <= line.length; at++) {
      if (matches(line, at)) {
        return at + MEMBER.length;
      }
    }
    throw new IllegalArgumentException("the line has no contents");
  }

  private static boolean matches(byte[] line, int at) {
    int i = 0;
    while (i < MEMBER.length && line[at + i] == MEMBER[i]) {
      i++;
    }
    return i == MEMBER.length;
  }
}
