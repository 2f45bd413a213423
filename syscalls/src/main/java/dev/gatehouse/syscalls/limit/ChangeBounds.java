package dev.gatehouse.syscalls.limit;

/**
 * How far one run may change its base tree. Whatever a run commits within these bounds can be
 * written as a patch, sealed and checked.
 *
 * @param bytes of all files that differ from the base: what the base has there and what the result
 *     has
 * @param paths number of those files
 * @param nameBytes bytes of their paths
 */
public record ChangeBounds(long bytes, int paths, long nameBytes) {
  private static final long MIB = 1024 * 1024;

  /** Largest {@code bytes}: a patch is at most about twice that, and has at most 256 MiB. */
  public static final long MAX_BYTES = 96 * MIB;

  /** Largest {@code paths}. */
  public static final int MAX_PATHS = 100_000;

  /** What no configuration changes. */
  public static final ChangeBounds DEFAULT = of(64 * MIB, 50_000);

  public ChangeBounds {
    Checks.between(bytes, MAX_BYTES, "changedBytes");
    Checks.between(paths, MAX_PATHS, "changedPaths");
  }

  /** These bounds, and the default one on names. */
  public static ChangeBounds of(long bytes, int paths) {
    return new ChangeBounds(bytes, paths, 4 * MIB);
  }
}
