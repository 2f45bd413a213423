package dev.gatehouse.syscalls.state;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.RunTrigger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The phase of a run by the lines of its journal: OPEN, WAITING_FOR_APPROVALS, VERIFYING or
 * SEALING. A line that the table has no transition for changes nothing here; the gates find it. Not
 * safe for threads.
 */
public final class PhaseTracker {
  private final Set<String> held = new HashSet<>();
  private RunPhase phase = RunPhase.OPEN;

  /** The tracker of an empty journal. */
  public PhaseTracker() {}

  /** The phase after all lines of a journal. */
  public static RunPhase of(List<Event> journal) {
    PhaseTracker tracker = new PhaseTracker();
    journal.forEach(tracker::add);
    return tracker.phase();
  }

  /** The phase after the lines so far. */
  public RunPhase phase() {
    return phase;
  }

  /** Takes the next line. */
  public void add(Event event) {
    trigger(event).flatMap(phase::next).ifPresent(next -> phase = next);
  }

  private Optional<RunTrigger> trigger(Event event) {
    return switch (event) {
      case Event.ApprovalRequested requested -> {
        held.add(requested.approval().approvalId());
        yield Optional.empty();
      }
      case Event.ApprovalSettled settled ->
          held.remove(settled.approvalId()) && held.isEmpty()
              ? Optional.of(RunTrigger.SETTLE_LAST)
              : Optional.empty();
      case Event.RunSubmitted _ ->
          Optional.of(held.isEmpty() ? RunTrigger.SUBMIT : RunTrigger.SUBMIT_HOLDING);
      case Event.RunEnded end -> Optional.of(RunTrigger.of(end.status()));
      case Event.RunBegun _,
          Event.LeaseTaken _,
          Event.CallIntended _,
          Event.CallEnded _,
          Event.CallRefused _,
          Event.CallConfirmed _,
          Event.CallAborted _,
          Event.ScratchLost _ ->
          Optional.empty();
    };
  }
}
