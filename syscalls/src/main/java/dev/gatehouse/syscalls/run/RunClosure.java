package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.Closures;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.closure.BaseClosure;
import dev.gatehouse.policy.decision.ProfileClosure;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;

/** What the policy of a run takes because of its base: computed once, and read from then on. */
final class RunClosure {
  private RunClosure() {}

  /** The closure of a run that is about to open. */
  static BaseClosure of(RunStart start, NameRules names) {
    return ProfileClosure.of(start.profile(), names, start.base(), start.contents()::content);
  }

  /** The closure of a run that was opened before; none where it was opened without one. */
  static ControlClosure of(OpenFolder folder) {
    try {
      return Closures.of(folder).orElse(ControlClosure.NONE);
    } catch (MissingEvidenceException | JsonFormatException e) {
      throw new SyscallException(
          SyscallErrorCode.CLOSURE_DAMAGED,
          "data/closure.json is not the closure that the run's first event names",
          "restore the file from a backup, and reconcile");
    }
  }
}
