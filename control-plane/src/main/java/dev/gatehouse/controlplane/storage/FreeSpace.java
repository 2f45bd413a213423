package dev.gatehouse.controlplane.storage;

import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.StorageRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The free bytes of the data directory's file system, held against a floor. A journal's line needs
 * an eighth of it, so that reading goes on for a while where nothing new may begin.
 */
final class FreeSpace implements StorageRoom {
  private static final int LINE_SHARE = 8;

  private final Path directory;
  private final long floor;
  private final FileStore store;

  /**
   * Of that directory.
   *
   * @param floor bytes that must be free for a change, at least 0
   */
  FreeSpace(Path directory, long floor) {
    if (floor < 0) {
      throw new IllegalArgumentException("gatehouse.min-free-bytes is at least 0");
    }
    this.directory = directory;
    this.floor = floor;
    try {
      this.store = Files.getFileStore(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be asked for its room", e);
    }
  }

  /** Bytes that are free now; 0 where the directory cannot be asked. */
  long free() {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether the directory takes changes: writable, and with as many free bytes as the floor. */
  boolean hasRoom() {
    return free() >= floor && Files.isWritable(directory);
  }

  @Override
  public void require(Need need, long bytes) {
    long held =
        switch (need) {
          case LINE -> floor / LINE_SHARE;
          case CHANGE -> floor;
        };
    long wanted = held + bytes;
    long free = free();
    if (free < wanted || !Files.isWritable(directory)) {
      throw new SyscallException(
          SyscallErrorCode.STORAGE_FULL,
          "the data directory's file system has %s bytes free, and %s are needed, or is read-only"
              .formatted(free, wanted),
          "an operator makes room on the data directory's file system; then call again");
    }
  }
}
