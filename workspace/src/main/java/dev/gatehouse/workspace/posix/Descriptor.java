package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/** An open file descriptor; closed once. */
public final class Descriptor implements AutoCloseable {
  private static final MethodHandle CLOSE = Native.function("close", JAVA_INT, JAVA_INT);

  private int fd;

  public Descriptor(int fd) {
    this.fd = fd;
  }

  int fd() {
    if (fd < 0) {
      throw new IllegalStateException("the descriptor is closed");
    }
    return fd;
  }

  @Override
  public void close() {
    if (fd >= 0) {
      int closing = fd;
      fd = -1;
      Native.call((arena, state) -> (int) CLOSE.invokeExact(state, closing));
    }
  }
}
