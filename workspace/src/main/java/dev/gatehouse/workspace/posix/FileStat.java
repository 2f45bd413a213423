package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code statx(2)} says of one name or descriptor.
 *
 * @param mode the permission bits
 * @param size bytes
 * @param modified modification time
 */
public record FileStat(Type type, int mode, long size, Instant modified) {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int BASIC = 0x7ff;
  private static final int STRUCT_SIZE = 256;
  private static final int OWNER_EXECUTES = 0100;

  private static final MethodHandle STATX =
      Native.function("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** The 0/0 character device by which an overlay marks a deletion. */
    WHITEOUT,
    SPECIAL
  }

  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  /** Whether git would call the file executable. */
  public boolean isExecutable() {
    return (mode & OWNER_EXECUTES) != 0;
  }

  /** What the descriptor is open on. */
  public static FileStat of(Descriptor descriptor) {
    return statx(descriptor, new byte[0], AT_EMPTY_PATH).orElseThrow();
  }

  /** What one name in an open directory is, itself, not what it links to; empty if nothing. */
  public static Optional<FileStat> of(Descriptor directory, String name) {
    return statx(directory, TreeNames.bytes(name), AT_SYMLINK_NOFOLLOW);
  }

  private static Optional<FileStat> statx(Descriptor directory, byte[] name, int flags) {
    FileStat[] found = new FileStat[1];
    long result =
        Native.call((arena, state) -> {
          MemorySegment buffer = arena.allocate(STRUCT_SIZE, Long.BYTES);
          int answer =
              (int)
                  STATX.invokeExact(
                      state, directory.fd(), Native.string(arena, name), flags, BASIC, buffer);
          if (answer == 0) {
            found[0] = read(buffer);
          }
          return answer;
        });
    if (result == -Errno.ENOENT) {
      return Optional.empty();
    }
    Errno.check(result, "statx", TreeNames.display(name));
    return Optional.of(found[0]);
  }

  private static FileStat read(MemorySegment statx) {
    int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, 28));
    Instant modified =
        Instant.ofEpochSecond(
            statx.get(JAVA_LONG, 112), Integer.toUnsignedLong(statx.get(JAVA_INT, 120)));
    boolean zeroDevice = statx.get(JAVA_INT, 128) == 0 && statx.get(JAVA_INT, 132) == 0;
    return new FileStat(type(mode, zeroDevice), mode & 07777, statx.get(JAVA_LONG, 40), modified);
  }

  private static Type type(int mode, boolean zeroDevice) {
    return switch (mode & 0170000) {
      case 0100000 -> Type.FILE;
      case 0040000 -> Type.DIRECTORY;
      case 0120000 -> Type.SYMLINK;
      case 0020000 -> zeroDevice ? Type.WHITEOUT : Type.SPECIAL;
      default -> Type.SPECIAL;
    };
  }
}
