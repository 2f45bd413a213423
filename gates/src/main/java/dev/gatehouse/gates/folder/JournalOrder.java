package dev.gatehouse.gates.folder;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The order in which the events of a run can stand. */
final class JournalOrder {
  /** Reads take no turn: one that was admitted before may be written down after the submit. */
  private static final Set<String> CHANGING = Set.of("exec.run", "file.delete", "file.write");

  private final FindingCollector log;
  private final Set<String> intended = new HashSet<>();
  private final Map<String, Long> open = new LinkedHashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> keyOfCall = new HashMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private final Set<Long> fences = new HashSet<>();
  private boolean begun;
  private boolean submitted;

  private JournalOrder(FindingCollector log) {
    this.log = log;
  }

  static void check(RunHistory facts, FindingCollector log) {
    JournalOrder order = new JournalOrder(log);
    for (JournaledEvent<Event> placed : facts.events()) {
      order.next(placed.line(), placed.event(), placed.line() == facts.events().size());
    }
    order.end(facts);
  }

  private void next(long line, Event event, boolean last) {
    if (line == 1 && !(event instanceof Event.RunBegun)) {
      log.line(
          FindingCode.RUN_BEGIN_MISSING, line, "a journal begins with run.begin; restore it whole");
    }
    switch (event) {
      case Event.RunBegun e -> {
        if (begun) {
          log.line(FindingCode.EVENT_TWICE, line, "a run begins once; restore the journal");
        }
        begun = true;
      }
      case Event.LeaseTaken e -> fences.add(e.fence());
      case Event.CallIntended e -> intended(line, e);
      case Event.CallEnded e -> settled(line, e.callId());
      case Event.CallAborted e -> {
        settled(line, e.callId());
        Optional.ofNullable(keyOfCall.get(e.callId())).ifPresent(keys::remove);
      }
      case Event.CallConfirmed e -> {
        if (!intended.contains(e.callId())) {
          log.line(
              FindingCode.INTENT_MISSING, line, "no call %s was intended".formatted(e.callId()));
        }
        if (!confirmed.add(e.callId())) {
          log.line(
              FindingCode.EVENT_TWICE, line, "call %s was confirmed before".formatted(e.callId()));
        }
      }
      case Event.RunSubmitted e -> {
        if (submitted) {
          log.line(FindingCode.EVENT_TWICE, line, "a run is submitted once; restore the journal");
        }
        submitted = true;
      }
      case Event.RunEnded e -> {
        if (!last) {
          log.line(FindingCode.EVENT_TWICE, line, "nothing follows the end of a run");
        }
      }
      case Event.CallRefused e -> {}
      case Event.ApprovalRequested e -> {}
      case Event.ApprovalSettled e -> {}
      case Event.ScratchLost e -> {}
    }
  }

  private void intended(long line, Event.CallIntended call) {
    if (!intended.add(call.callId())) {
      log.line(
          FindingCode.CALL_ID_TWICE, line, "call %s was there before".formatted(call.callId()));
    }
    open.put(call.callId(), line);
    if (submitted && CHANGING.contains(call.op())) {
      log.line(
          FindingCode.CALL_AFTER_SUBMIT,
          line,
          "%s came after the run was submitted".formatted(call.op()));
    }
    if (!fences.contains(call.fence())) {
      log.line(
          FindingCode.FENCE_UNKNOWN,
          line,
          "no lease gave out the fence %s".formatted(call.fence()));
    }
    if (call.key().isPresent()) {
      String key = call.key().get();
      if (keys.put(key, call.callId()) != null) {
        log.line(FindingCode.KEY_TWICE, line, "the idempotency key was used by a call before");
      }
      keyOfCall.put(call.callId(), key);
    }
  }

  private void settled(long line, String callId) {
    if (open.remove(callId) == null) {
      log.line(FindingCode.INTENT_MISSING, line, "no call %s is open here".formatted(callId));
    }
  }

  private void end(RunHistory facts) {
    open.forEach((callId, line) ->
        log.line(
            FindingCode.INTENT_OPEN,
            line,
            "call %s has neither outcome nor abort; its effect is unknown".formatted(callId)));
    if (facts.events().isEmpty()) {
      log.line(FindingCode.RUN_BEGIN_MISSING, 0, "the journal is empty; restore it");
    }
    Optional<RunStatus> status = facts.status();
    if (status.isEmpty()) {
      log.line(
          FindingCode.RUN_END_MISSING,
          facts.events().size(),
          "a journal ends with run.end; restore it whole, or recover the run");
    }
    if (status.equals(Optional.of(RunStatus.COMPLETED)) && !submitted) {
      log.line(
          FindingCode.RUN_NOT_SUBMITTED,
          facts.events().size(),
          "a completed run was submitted before");
    }
  }
}
