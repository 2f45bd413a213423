package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The memory of one call: what its body and its answer may take, given back when the answer is
 * written. Used by the call's thread only.
 */
public final class CallMemory implements AutoCloseable {
  /**
   * Bytes of heap that one byte of a body takes at most, from its arrival to the answer: the bytes,
   * the parser's characters, the text, what is decoded from it, and its canonical form.
   */
  static final int OF_BODY = 8;

  /** Bytes of heap that one byte of an answer's content takes at most. */
  static final int OF_ANSWER = 5;

  private static final String ATTRIBUTE = "dev.gatehouse.memory";

  private final MemoryBudget budget;
  private final String identity;
  private long held;

  CallMemory(MemoryBudget budget, String identity) {
    this.budget = budget;
    this.identity = identity;
  }

  /** The memory of the call that {@code request} is. */
  static CallMemory of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof CallMemory memory) {
      return memory;
    }
    throw new IllegalStateException("the call was not admitted");
  }

  void attach(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The most bytes that a body can have, whatever else is configured. */
  long largestBody() {
    return budget.largest() / OF_BODY;
  }

  /**
   * Takes what this many bytes of a body need.
   *
   * @throws ApiException OVERLOADED
   */
  void body(long bytes) {
    take(bytes, OF_BODY);
  }

  /**
   * Takes what this many bytes of content in the answer need; asked before they are read.
   *
   * @throws ApiException OVERLOADED
   * @throws SyscallException TOO_LARGE if there is never so much
   */
  public void answer(long bytes) {
    answer(bytes, "ask for less, or let a command read it in parts");
  }

  /**
   * As {@link #answer(long)}.
   *
   * @param next the next step where there is never so much
   */
  public void answer(long bytes, String next) {
    long most = budget.largest() / OF_ANSWER;
    if (bytes > most) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "the content of an answer has at most %s bytes with the heap of this gateway"
              .formatted(most),
          next);
    }
    take(bytes, OF_ANSWER);
  }

  private void take(long bytes, int times) {
    long wanted = Math.multiplyExact(bytes, times);
    budget.take(identity, wanted);
    held += wanted;
  }

  @Override
  public void close() {
    budget.release(identity, held);
    held = 0;
  }
}
