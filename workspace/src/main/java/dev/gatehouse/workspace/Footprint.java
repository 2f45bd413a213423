package dev.gatehouse.workspace;

/**
 * What files, links and directories take of a file system, or by how much that differs.
 *
 * @param bytes of each in whole blocks of 4 KiB, one at least
 * @param paths how many there are
 */
public record Footprint(long bytes, long paths) {
  /** Nothing. */
  public static final Footprint NONE = new Footprint(0, 0);

  /** A directory, or a file of no more than one block. */
  static final Footprint BLOCK = ofSize(1);

  private static final long BLOCK_BYTES = 4096;

  /** What a file or a link of so many bytes takes. */
  public static Footprint ofSize(long size) {
    long blocks = Math.max(1, Math.ceilDiv(size, BLOCK_BYTES));
    return new Footprint(blocks * BLOCK_BYTES, 1);
  }

  /** Both together. */
  public Footprint plus(Footprint other) {
    return new Footprint(bytes + other.bytes, paths + other.paths);
  }

  /** By how much this is more. */
  public Footprint minus(Footprint other) {
    return new Footprint(bytes - other.bytes, paths - other.paths);
  }
}
