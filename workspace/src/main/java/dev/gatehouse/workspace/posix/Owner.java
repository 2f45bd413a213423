package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/**
 * The user and group that own the files of a run.
 *
 * @param uid numeric user id
 * @param gid numeric group id
 */
public record Owner(int uid, int gid) {
  private static final MethodHandle GETEUID = Native.function("geteuid", JAVA_INT);
  private static final MethodHandle GETEGID = Native.function("getegid", JAVA_INT);

  /** The user and group that this process acts as. */
  public static Owner ofThisProcess() {
    return new Owner(
        (int) Native.call((arena, state) -> (int) GETEUID.invokeExact(state)),
        (int) Native.call((arena, state) -> (int) GETEGID.invokeExact(state)));
  }
}
