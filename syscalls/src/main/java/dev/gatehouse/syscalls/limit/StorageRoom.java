package dev.gatehouse.syscalls.limit;

import dev.gatehouse.syscalls.SyscallException;

/**
 * Whether evidence and workspaces can grow. It is asked before work begins, so that a full disk
 * refuses a call instead of breaking what is half written.
 */
@FunctionalInterface
public interface StorageRoom {
  /** There is always room. */
  StorageRoom PLENTY = (need, bytes) -> {};

  /** What a call is about to write. */
  enum Need {
    /** A line of a journal. */
    LINE,
    /** Content, a command's layer, a run. */
    CHANGE
  }

  /**
   * Returns if there is room for that, and for so many bytes beside it.
   *
   * @throws SyscallException STORAGE_FULL
   */
  void require(Need need, long bytes);

  /**
   * Returns if there is room.
   *
   * @throws SyscallException STORAGE_FULL
   */
  default void require(Need need) {
    require(need, 0);
  }

  /** Whether there is room. */
  default boolean has(Need need) {
    try {
      require(need);
      return true;
    } catch (SyscallException e) {
      return false;
    }
  }
}
