package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** {@code getdents64(2)}: the names in a directory, as bytes. */
public final class DirectoryNames {
  private static final int BUFFER = 1 << 15;
  private static final int LENGTH_OFFSET = 16;
  private static final int NAME_OFFSET = 19;

  private static final MethodHandle GETDENTS64 =
      Native.function("getdents64", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  private DirectoryNames() {}

  /**
   * Gives each name but {@code .} and {@code ..}, in no order; the descriptor is read to its end.
   */
  public static void forEach(Descriptor directory, Consumer<String> names) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER, Long.BYTES);
      while (true) {
        long filled =
            Native.call((a, state) ->
                (long) GETDENTS64.invokeExact(state, directory.fd(), buffer, (long) BUFFER));
        if (Errno.check(filled, "getdents64", "directory") == 0) {
          return;
        }
        entries(buffer.asSlice(0, filled), names);
      }
    }
  }

  private static void entries(MemorySegment filled, Consumer<String> names) {
    for (long at = 0; at < filled.byteSize(); ) {
      long next = at + Short.toUnsignedInt(filled.get(JAVA_SHORT_UNALIGNED, at + LENGTH_OFFSET));
      String name = name(filled.asSlice(at + NAME_OFFSET, next - at - NAME_OFFSET));
      if (!name.equals(".") && !name.equals("..")) {
        names.accept(name);
      }
      at = next;
    }
  }

  private static String name(MemorySegment padded) {
    byte[] bytes = padded.toArray(JAVA_BYTE);
    int end = 0;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }
}
