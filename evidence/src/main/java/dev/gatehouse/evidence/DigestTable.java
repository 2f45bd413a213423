package dev.gatehouse.evidence;

import java.util.OptionalLong;

/**
 * Numbers by digest, in 24 bytes each: of a digest its first 16 bytes are kept, so the caller
 * compares what it finds there with the whole digest. Safe for many threads.
 */
public final class DigestTable {
  private static final int SLOT = 3;
  private static final int FIRST_SLOTS = 16;

  /** Per slot: the digest's first and second eight bytes, and the number plus one; 0 is empty. */
  private long[] slots = new long[FIRST_SLOTS * SLOT];

  private int size;

  /**
   * Keeps a number by a digest, unless there is one already.
   *
   * @param number not negative
   */
  public synchronized void putIfAbsent(Digest digest, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("a number of the table is not negative");
    }
    int at = slot(slots, first(digest), second(digest));
    if (slots[at + 2] != 0) {
      return;
    }
    set(slots, at, first(digest), second(digest), number + 1);
    size++;
    if (size * 3 * SLOT > slots.length * 2) {
      grow();
    }
  }

  /** The number of that digest. */
  public synchronized OptionalLong find(Digest digest) {
    long found = slots[slot(slots, first(digest), second(digest)) + 2];
    return found == 0 ? OptionalLong.empty() : OptionalLong.of(found - 1);
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (int at = 0; at < slots.length; at += SLOT) {
      if (slots[at + 2] != 0) {
        int to = slot(larger, slots[at], slots[at + 1]);
        set(larger, to, slots[at], slots[at + 1], slots[at + 2]);
      }
    }
    slots = larger;
  }

  /** Where the entry of that digest is, or would be. */
  private static int slot(long[] slots, long first, long second) {
    int count = slots.length / SLOT;
    int at = (int) (first & (count - 1)) * SLOT;
    while (slots[at + 2] != 0 && (slots[at] != first || slots[at + 1] != second)) {
      at = (at + SLOT) % slots.length;
    }
    return at;
  }

  private static void set(long[] slots, int at, long first, long second, long value) {
    slots[at] = first;
    slots[at + 1] = second;
    slots[at + 2] = value;
  }

  private static long first(Digest digest) {
    return Long.parseUnsignedLong(digest.hex(), 0, 16, 16);
  }

  private static long second(Digest digest) {
    return Long.parseUnsignedLong(digest.hex(), 16, 32, 16);
  }
}
