package dev.gatehouse.syscalls;

import dev.gatehouse.workspace.WorkspaceException;

/** The API's code for each refusal of a workspace. */
final class FileCodes {
  private FileCodes() {}

  static String of(WorkspaceException.Code code) {
    return switch (code) {
      case NOT_FOUND -> SyscallErrorCode.FILE_NOT_FOUND.name();
      case IS_DIRECTORY -> SyscallErrorCode.FILE_IS_DIRECTORY.name();
      case NOT_A_FILE, NOT_A_DIRECTORY -> SyscallErrorCode.FILE_NOT_A_FILE.name();
      case IS_SYMLINK -> SyscallErrorCode.FILE_IS_SYMLINK.name();
      case TOO_LARGE, TOO_MANY -> SyscallErrorCode.TOO_LARGE.name();
      case PATH_LEAVES, NAME_UNUSABLE -> code.name();
      case CONFLICT, DISK_FULL, NOT_PERMITTED, LAYER_UNREADABLE, KERNEL_UNFIT, CLOSED, IO_FAILED ->
          "WORKSPACE_" + code.name();
    };
  }
}
