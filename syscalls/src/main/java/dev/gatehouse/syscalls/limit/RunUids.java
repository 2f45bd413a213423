package dev.gatehouse.syscalls.limit;

import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.posix.Owner;
import java.util.BitSet;

/**
 * Gives each open run a uid and gid of its own, so that no limit of a uid is shared between runs. A
 * gateway that is not root has only its own.
 */
public final class RunUids {
  private final int first;
  private final int count;
  private final BitSet taken = new BitSet();

  /**
   * The uids from {@code first} on.
   *
   * @param first the first of the range; none of them may be in {@code /etc/passwd}
   * @param count how many; 1 gives every run the same
   */
  public RunUids(int first, int count) {
    this.first = first;
    this.count = count;
  }

  /** The user of a new run, until {@link #release}. */
  public synchronized Owner take() {
    if (count == 1) {
      return new Owner(first, first);
    }
    int free = taken.nextClearBit(0);
    if (free >= count) {
      throw new SyscallException(
          SyscallErrorCode.RUN_BUSY, "every uid for runs is in use", "wait until a run has ended");
    }
    taken.set(free);
    return new Owner(first + free, first + free);
  }

  /** Lets another run have it. */
  public synchronized void release(Owner owner) {
    taken.clear(owner.uid() - first);
  }
}
