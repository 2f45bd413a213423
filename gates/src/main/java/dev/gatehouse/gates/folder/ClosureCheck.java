package dev.gatehouse.gates.folder;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.gates.decision.RecordedClosure;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.error.ClosureException;
import dev.gatehouse.policy.profile.Profile;
import java.util.Optional;

/** Computes the closure again, from the base and the contents that the run kept of it. */
final class ClosureCheck {
  private static final String CLOSURE = "data/closure.json";

  private ClosureCheck() {}

  static void check(RunHistory facts, Profile profile, FindingCollector log) {
    switch (facts.closure()) {
      case RunHistory.Reading.Broken<Optional<ControlClosure>> broken ->
          log.file(FindingCode.CLOSURE_MISSING, CLOSURE, broken.why());
      case RunHistory.Reading.Read<Optional<ControlClosure>>(Optional<ControlClosure> found) -> {
        if (found.isPresent()) {
          compare(facts, profile, found.get(), log);
        } else if (facts.run().format().includes(FormatVersion.TWO) && begins(facts)) {
          log.file(
              FindingCode.CLOSURE_MISSING,
              CLOSURE,
              "the first event names no closure; nobody knows what else the policy takes");
        }
      }
    }
  }

  /** A journal that does not begin as it must is found elsewhere. */
  private static boolean begins(RunHistory facts) {
    return !facts.events().isEmpty() && facts.events().getFirst().event() instanceof Event.RunBegun;
  }

  private static void compare(
      RunHistory facts, Profile profile, ControlClosure recorded, FindingCollector log) {
    Optional<Tree> base = facts.base();
    if (base.isEmpty()) {
      log.note("without a result tree the closure is not computed again");
      return;
    }
    if (!base.get().gitTree().equals(facts.run().baseTree())
        && profile.gates().contains("mediated-changes")) {
      log.note("without the base the closure is not computed again");
      return;
    }
    try {
      ControlClosure computed = RecordedClosure.of(facts, profile, base.get(), recorded);
      if (!computed.equals(recorded)) {
        log.file(FindingCode.CLOSURE_DIFFERS, CLOSURE, "policy and base give another closure");
      }
    } catch (ClosureException | JsonFormatException e) {
      log.file(FindingCode.CLOSURE_DIFFERS, CLOSURE, String.valueOf(e.getMessage()));
    }
  }
}
