package dev.gatehouse.syscalls.handler;

import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;

/**
 * Does one kind of syscall. A handler has no state of a call; what it needs of one comes with the
 * {@link CallContext}.
 */
public interface SyscallHandler<S extends Syscall> {
  /**
   * Checks what the request alone decides, before the call waits for the run's lock.
   *
   * @throws SyscallException TOO_LARGE
   */
  default void validate(CallContext call, S syscall) {}

  /**
   * Decides, acts, journals and answers. A syscall that changes state is handled under the run's
   * lock.
   *
   * @throws dev.gatehouse.evidence.error.GatehouseException see the handler's own documentation;
   *     nothing was changed
   */
  Answer handle(CallContext call, S syscall);
}
