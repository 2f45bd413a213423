package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.Output;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.Answer.CommandRan;
import dev.gatehouse.syscalls.Syscall.ExecRun;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.change.CallRoom;
import dev.gatehouse.syscalls.change.EventContents;
import dev.gatehouse.syscalls.change.ProposedChanges;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.ExitConfirmationWriter;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One command of one call: run, its changes proposed and committed, its end confirmed later. */
final class CommandExecution {
  private final CallContext call;
  private final ExecRun exec;
  private final Decision decision;
  private final PreparedCommand prepared;
  private final StorageRoom storage;

  /** Whether the journal has the intent, and so needs an outcome or an abort. */
  private boolean intended;

  /** Whether the outcome was handed to the journal; a failure after that breaks the run. */
  private boolean ended;

  CommandExecution(
      CallContext call,
      ExecRun exec,
      Decision decision,
      PreparedCommand prepared,
      StorageRoom storage) {
    this.call = call;
    this.exec = exec;
    this.decision = decision;
    this.prepared = prepared;
    this.storage = storage;
  }

  CommandRan run() {
    OpenRun run = call.run();
    boolean handedOver = false;
    try {
      run.append(call.intended(decision, Optional.of(prepared.isolation().toRecord().toJson())));
      intended = true;
      run.force();
      CommandRan answer = ranAndCommitted();
      run.confirming(new ExitConfirmationWriter(run, call.id(), prepared).ask());
      handedOver = true;
      return answer;
    } finally {
      if (intended && !ended) {
        abort();
      }
      if (!handedOver && !run.broken()) {
        run.sandbox().giveBack(prepared);
      }
    }
  }

  /** What went wrong before there was an outcome had no effect: the same key may run anew. */
  private void abort() {
    OpenRun run = call.run();
    run.append(
        new Event.CallAborted(run.now(), call.id(), "the command could not be run to its end"));
    run.force();
  }

  private CommandRan ranAndCommitted() {
    OpenRun run = call.run();
    long attemptsBefore = run.sandbox().networkAttempts().unroutable();
    CommandOutcome outcome =
        run.exclusion()
            .cancelSignal()
            .running(prepared, () -> prepared.run(commandLine(), OutputSink.NONE));
    long attempts = run.sandbox().networkAttempts().unroutable() - attemptsBefore;
    try (CallRoom room = new CallRoom(run, storage)) {
      ProposedChanges proposal = proposal(dropReason(outcome.ending()), room);
      return committed(outcome, attempts, proposal, room);
    }
  }

  private CommandRan committed(
      CommandOutcome outcome, long attempts, ProposedChanges proposal, CallRoom room) {
    OpenRun run = call.run();
    CommandRan answer =
        new CommandRan(
            call.id(),
            outcome.ending().name(),
            outcome.ending().exitCode(),
            outcome.wall().toMillis(),
            stream(outcome.stdout()),
            stream(outcome.stderr()),
            decision,
            proposal.outcomes(),
            attempts);
    EventContents contents = proposal.contents();
    contents.add(outcome.stdout().head());
    contents.add(outcome.stderr().head());
    List<Event> events = new ArrayList<>(proposal.approvals());
    events.add(call.ended(answer, proposal.outcomes(), contents.takeInline()));
    ended = true;
    run.append(events.toArray(Event[]::new));
    run.force();
    run.apply(proposal.placements());
    room.placed();
    return answer;
  }

  private ProposedChanges proposal(Optional<Decision> dropReason, CallRoom room) {
    try {
      return new ProposedChanges(call.run(), call.id(), call.caller().memory(), room)
          .read(prepared.upper(), dropReason);
    } catch (WorkspaceException e) {
      prepared.requireUpper();
      throw e;
    }
  }

  /**
   * Why nothing of the command may count, if so: it was killed, or the lease was lost meanwhile.
   */
  private Optional<Decision> dropReason(Termination ending) {
    try {
      call.run().lease().check(call.caller().fence());
    } catch (SyscallException lost) {
      return Optional.of(
          Decision.deny("builtin.lease", lost.reason(), "take the lease, and run it again"));
    }
    return switch (ending) {
      case Termination.Exited ignored -> Optional.empty();
      case Termination.Signalled ignored -> Optional.empty();
      case Termination.TimedOut ignored -> killed("its time limit");
      case Termination.OutOfMemory ignored -> killed("its memory limit");
      case Termination.OutputLimit ignored -> killed("its output limit");
      case Termination.Cancelled ignored -> killed("a cancellation");
      case Termination.StarterLost lost -> killed("a lost starter (" + lost.why() + ")");
    };
  }

  private static Optional<Decision> killed(String by) {
    return Optional.of(
        Decision.deny(
            "builtin.killed",
            "the command was ended by " + by + ", so nothing that it changed counts",
            "run a smaller command, or one that ends in time"));
  }

  private CommandSpec commandLine() {
    Limits limits = call.run().profile().limits();
    List<String> argv =
        switch (exec.command()) {
          case CommandRequest.Argv list -> list.argv();
          case CommandRequest.Shell shell -> List.of("bash", "-c", shell.script());
        };
    Duration profileTime = Duration.ofSeconds(limits.commandSeconds());
    Duration time =
        exec.time().filter(asked -> asked.compareTo(profileTime) < 0).orElse(profileTime);
    return new CommandSpec(
        argv,
        call.run().profile().commands().environment(),
        exec.directory()
            .map(path -> SandboxLayout.absolute(path.text()))
            .orElse(SandboxLayout.MOUNT_POINT),
        exec.stdin(),
        time,
        limits.outputBytes(),
        limits.outputLimitBytes());
  }

  private static CommandRan.Stream stream(Output output) {
    return new CommandRan.Stream(
        output.head(), output.bytes(), new Digest(output.sha256()), output.truncated());
  }
}
