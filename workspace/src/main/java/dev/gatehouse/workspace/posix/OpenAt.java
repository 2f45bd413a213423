package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code openat2(2)}: the only way in which anything is opened here. */
public final class OpenAt {
  public static final long READ = 0;
  public static final long WRITE = 1;
  public static final long CREATE_NEW = 0100 | 0200;
  public static final long DIRECTORY = isArm() ? 040000 : 0200000;

  /** Only a handle on the name, also of a symbolic link. */
  static final long HANDLE = 010000000;

  private static final long NO_FOLLOW = isArm() ? 0100000 : 0400000;
  private static final long CLOSE_ON_EXEC = 02000000;

  /** Opening must not wait for the other end of a FIFO. */
  private static final long NON_BLOCKING = 04000;

  private static final long SYSCALL_NUMBER = 437;
  private static final int AT_FDCWD = -100;
  private static final long HOW_SIZE = 24;

  /** RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS, RESOLVE_NO_XDEV. */
  private static final long CONFINED = 0x08 | 0x04 | 0x02 | 0x01;

  /** How often a look-up that met a concurrent rename is done again (EAGAIN). */
  private static final int ATTEMPTS = 16;

  private static final MethodHandle OPENAT2 =
      Native.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);

  private OpenAt() {}

  /** Opens {@code path} below {@code directory}, following nothing: a descriptor or -errno. */
  public static long beneath(Descriptor directory, byte[] path, long flags, int mode) {
    long result = -Errno.EAGAIN;
    for (int i = 0; i < ATTEMPTS && result == -Errno.EAGAIN; i++) {
      result = open(directory.fd(), path, flags | NON_BLOCKING, mode, CONFINED);
    }
    return result;
  }

  /**
   * Opens a directory of the gateway's own by its absolute path; only its last name is not
   * followed.
   */
  public static Descriptor own(java.nio.file.Path directory) {
    String path = directory.toAbsolutePath().toString();
    byte[] bytes = path.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long fd = open(AT_FDCWD, bytes, DIRECTORY, 0, 0);
    return new Descriptor((int) Errno.check(fd, "open", path));
  }

  private static long open(int directory, byte[] path, long flags, int mode, long resolve) {
    // The kernel refuses flags beside O_PATH that O_PATH ignores.
    long all = flags | NO_FOLLOW | CLOSE_ON_EXEC;
    long given = (all & HANDLE) != 0 ? all & ~NON_BLOCKING : all;
    return Native.call((arena, state) -> {
      MemorySegment how = arena.allocate(HOW_SIZE, Long.BYTES);
      how.setAtIndex(JAVA_LONG, 0, given);
      how.setAtIndex(JAVA_LONG, 1, mode);
      how.setAtIndex(JAVA_LONG, 2, resolve);
      MemorySegment name = Native.string(arena, path);
      return (long)
          OPENAT2.invokeExact(state, SYSCALL_NUMBER, (long) directory, name, how, HOW_SIZE);
    });
  }

  private static boolean isArm() {
    return System.getProperty("os.arch", "").equals("aarch64");
  }
}
