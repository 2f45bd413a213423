package dev.gatehouse.workspace;

import dev.gatehouse.workspace.WorkspaceException.Code;

/**
 * The error numbers of Linux that are distinguished (errno(3)), and what each refusal is called.
 */
final class Errno {
  static final int ENOENT = 2;
  static final int EAGAIN = 11;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final int ENXIO = 6;
  private static final int ENOSPC = 28;
  private static final int ENAMETOOLONG = 36;
  private static final int EDQUOT = 122;

  private Errno() {}

  /** {@code result}, or the refusal that its errno stands for. */
  static long check(long result, String act, String target) {
    if (result < 0) {
      throw refusal((int) -result, act, target);
    }
    return result;
  }

  static WorkspaceException refusal(int errno, String act, String target) {
    Code code = code(errno);
    return new WorkspaceException(code, "%s: %s".formatted(target, reason(code, act, errno)));
  }

  private static String reason(Code code, String act, int errno) {
    return switch (code) {
      case NOT_FOUND -> "nothing is there";
      case IS_DIRECTORY -> "it is a directory";
      case NOT_A_DIRECTORY -> "a part of the path is not a directory";
      case IS_SYMLINK -> "it, or a directory on the way, is a symbolic link";
      case PATH_LEAVES -> "it leaves the workspace";
      case DISK_FULL -> "the disk is full";
      case NOT_A_FILE,
          NAME_UNUSABLE,
          TOO_LARGE,
          TOO_MANY,
          CONFLICT,
          NOT_PERMITTED,
          LAYER_UNREADABLE,
          KERNEL_UNFIT,
          CLOSED,
          IO_FAILED ->
          "%s failed (errno %s)".formatted(act, errno);
    };
  }

  private static Code code(int errno) {
    return switch (errno) {
      case ENOENT -> Code.NOT_FOUND;
      case EISDIR -> Code.IS_DIRECTORY;
      case ENOTDIR -> Code.NOT_A_DIRECTORY;
      case ENXIO -> Code.NOT_A_FILE;
      case ELOOP -> Code.IS_SYMLINK;
      case EXDEV -> Code.PATH_LEAVES;
      case ENAMETOOLONG -> Code.NAME_UNUSABLE;
      case EEXIST, ENOTEMPTY -> Code.CONFLICT;
      case ENOSPC, EDQUOT -> Code.DISK_FULL;
      case EPERM, EACCES -> Code.NOT_PERMITTED;
      default -> Code.IO_FAILED;
    };
  }
}
