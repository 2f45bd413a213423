package dev.gatehouse.syscalls;

import dev.gatehouse.workspace.WorkspaceRefused;

/** The API's code for each refusal of a workspace. */
final class FileCodes {
  private FileCodes() {}

  static String of(WorkspaceRefused.Code code) {
    return switch (code) {
      case NOT_FOUND -> RefusalCode.FILE_NOT_FOUND.name();
      case IS_DIRECTORY -> RefusalCode.FILE_IS_DIRECTORY.name();
      case NOT_A_FILE, NOT_A_DIRECTORY -> RefusalCode.FILE_NOT_A_FILE.name();
      case IS_SYMLINK -> RefusalCode.FILE_IS_SYMLINK.name();
      case TOO_LARGE, TOO_MANY -> RefusalCode.TOO_LARGE.name();
      case PATH_LEAVES, NAME_UNUSABLE -> code.name();
      case CONFLICT, DISK_FULL, NOT_PERMITTED, LAYER_UNREADABLE, KERNEL_UNFIT, CLOSED, IO_FAILED ->
          "WORKSPACE_" + code.name();
    };
  }
}
