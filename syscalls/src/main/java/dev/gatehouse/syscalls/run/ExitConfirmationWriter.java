package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the engine how a command ended, and writes that down as {@code call.confirmed}, after the
 * answer. While no engine answers it is asked again: an outage contradicts nobody. An engine that
 * was away and then says otherwise may have lost the status: nothing is written, and the gates find
 * COMMAND_NOT_CONFIRMED.
 */
public final class ExitConfirmationWriter {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private final OpenRun run;
  private final String callId;
  private final PreparedCommand command;
  private final PendingConfirmation pending = new PendingConfirmation();

  public ExitConfirmationWriter(OpenRun run, String callId, PreparedCommand command) {
    this.run = run;
    this.callId = callId;
    this.command = command;
  }

  /**
   * Returns at once; a thread works on, one for a run at most, whose next command waits for it. The
   * command's container goes when the word is written down.
   */
  public PendingConfirmation ask() {
    Thread.ofPlatform().name("engine-word").daemon(true).start(this::work);
    return pending;
  }

  /** Of a word that cannot be written down the container stays: recovery asks again. */
  private void work() {
    try {
      while (!run.letGo() && !asked()) {
        pending.engineIsAway();
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
      if (!run.letGo()) {
        run.sandbox().giveBack(command);
      }
    } catch (SyscallException e) {
      // The run broke by it, which its next call says.
      assert run.broken();
    } finally {
      pending.settled();
    }
  }

  /** Whether there is nothing more to ask. */
  private boolean asked() {
    ExitConfirmation said;
    try {
      said = command.confirm(WITHIN);
    } catch (GatehouseException e) {
      if (e.code() == SandboxErrorCode.ENGINE_UNAVAILABLE
          || e.code() == SandboxErrorCode.ENGINE_BUSY) {
        return false;
      }
      write(/* agrees= */ false, Json.object().put("problem", e.code().name()).build());
      return true;
    }
    if (!pending.engineWasAway() || said.agrees()) {
      write(
          said.agrees(),
          Json.object()
              .put("ended", said.ended())
              .put("exitCode", said.exitCode())
              .put("expectedExitCode", said.expectedExitCode())
              .put("oomKilled", said.oomKilled())
              .put("startedAt", said.startedAt())
              .put("finishedAt", said.finishedAt())
              .build());
    }
    return true;
  }

  private void write(boolean agrees, Json.Obj detail) {
    run.appendUnlessEnded(() -> new CallConfirmed(run.now(), callId, agrees, detail));
    // Before the container goes: after a stop the engine would not know any more.
    run.force();
  }
}
