package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** What is done to one name in an open directory: made, removed, moved; a result or -errno. */
public final class DirectoryEntryCalls {
  private static final int AT_REMOVEDIR = 0x200;
  private static final int RENAME_NOREPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;

  /** The longest target that Linux keeps, and one more (PATH_MAX). */
  private static final int TARGET_SIZE = 4096;

  private static final MethodHandle MKDIRAT =
      Native.function("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle UNLINKAT =
      Native.function("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RENAMEAT2 =
      Native.function("renameat2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SYMLINKAT =
      Native.function("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle READLINKAT =
      Native.function("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);

  private DirectoryEntryCalls() {}

  public static long makeDirectory(Descriptor parent, String name, int mode) {
    return Native.call((arena, state) ->
        (int)
            MKDIRAT.invokeExact(
                state, parent.fd(), Native.string(arena, TreeNames.bytes(name)), mode));
  }

  public static long removeFile(Descriptor parent, String name) {
    return unlink(parent, name, 0);
  }

  public static long removeDirectory(Descriptor parent, String name) {
    return unlink(parent, name, AT_REMOVEDIR);
  }

  /** Changes two names that are both there, each for the other. */
  public static long exchange(Descriptor from, String name, Descriptor to, String newName) {
    return rename(from, name, to, newName, RENAME_EXCHANGE);
  }

  /** Moves a name to one that must be free. */
  public static long renameToNew(Descriptor from, String name, Descriptor to, String newName) {
    return rename(from, name, to, newName, RENAME_NOREPLACE);
  }

  private static long rename(
      Descriptor from, String name, Descriptor to, String newName, int flags) {
    return Native.call((arena, state) ->
        (int)
            RENAMEAT2.invokeExact(
                state,
                from.fd(),
                Native.string(arena, TreeNames.bytes(name)),
                to.fd(),
                Native.string(arena, TreeNames.bytes(newName)),
                flags));
  }

  public static long makeLink(Descriptor parent, String name, byte[] target) {
    return Native.call((arena, state) ->
        (int)
            SYMLINKAT.invokeExact(
                state,
                Native.string(arena, target),
                parent.fd(),
                Native.string(arena, TreeNames.bytes(name))));
  }

  /** The target of a symbolic link. */
  public static byte[] readLink(Descriptor parent, String name) {
    byte[] target = new byte[TARGET_SIZE];
    long length =
        Native.call((arena, state) -> {
          MemorySegment buffer = arena.allocate(TARGET_SIZE);
          long read =
              (long)
                  READLINKAT.invokeExact(
                      state,
                      parent.fd(),
                      Native.string(arena, TreeNames.bytes(name)),
                      buffer,
                      (long) TARGET_SIZE);
          MemorySegment.copy(buffer, JAVA_BYTE, 0, target, 0, TARGET_SIZE);
          return read;
        });
    return Arrays.copyOf(target, (int) Errno.check(length, "readlink", name));
  }

  private static long unlink(Descriptor parent, String name, int flags) {
    return Native.call((arena, state) ->
        (int)
            UNLINKAT.invokeExact(
                state, parent.fd(), Native.string(arena, TreeNames.bytes(name)), flags));
  }
}
