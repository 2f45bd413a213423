package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Owner, mode, times and extended attributes of an open file or directory. */
public final class Attributes {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long UTIME_OMIT = (1L << 30) - 2;
  private static final int VALUE_SIZE = 256;

  private static final MethodHandle FCHOWNAT =
      Native.function("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FCHOWN =
      Native.function("fchown", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FCHMOD =
      Native.function("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FUTIMENS =
      Native.function("futimens", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle FGETXATTR =
      Native.function("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);

  private Attributes() {}

  public static long owner(Descriptor file, Owner owner) {
    return Native.call(
        (arena, state) -> (int) FCHOWN.invokeExact(state, file.fd(), owner.uid(), owner.gid()));
  }

  /** Gives one name away, itself, also where it is a symbolic link. */
  public static long owner(Descriptor parent, String name, Owner owner) {
    return Native.call((arena, state) ->
        (int)
            FCHOWNAT.invokeExact(
                state,
                parent.fd(),
                Native.string(arena, TreeNames.bytes(name)),
                owner.uid(),
                owner.gid(),
                AT_SYMLINK_NOFOLLOW));
  }

  public static long mode(Descriptor file, int mode) {
    return Native.call((arena, state) -> (int) FCHMOD.invokeExact(state, file.fd(), mode));
  }

  public static long modified(Descriptor file, Instant time) {
    return Native.call((arena, state) -> {
      MemorySegment times = arena.allocate(4L * Long.BYTES, Long.BYTES);
      times.setAtIndex(JAVA_LONG, 1, UTIME_OMIT);
      times.setAtIndex(JAVA_LONG, 2, time.getEpochSecond());
      times.setAtIndex(JAVA_LONG, 3, time.getNano());
      return (int) FUTIMENS.invokeExact(state, file.fd(), times);
    });
  }

  /** The value of an extended attribute; empty where there is none. */
  public static Optional<String> extended(Descriptor file, String name) {
    byte[] value = new byte[VALUE_SIZE];
    long length =
        Native.call((arena, state) -> {
          MemorySegment buffer = arena.allocate(VALUE_SIZE);
          long answer =
              (long)
                  FGETXATTR.invokeExact(
                      state,
                      file.fd(),
                      Native.string(arena, TreeNames.bytes(name)),
                      buffer,
                      (long) VALUE_SIZE);
          MemorySegment.copy(buffer, JAVA_BYTE, 0, value, 0, VALUE_SIZE);
          return answer;
        });
    if (length == -Errno.ENODATA || length == -Errno.EOPNOTSUPP) {
      return Optional.empty();
    }
    Errno.check(length, "getxattr", name);
    return Optional.of(new String(value, 0, (int) length, StandardCharsets.ISO_8859_1));
  }
}
