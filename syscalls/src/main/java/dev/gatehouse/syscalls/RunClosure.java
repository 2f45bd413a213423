package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.folder.Closures;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.NameRules;
import dev.gatehouse.policy.ProfileClosure;
import dev.gatehouse.policy.closure.BaseClosure;
import dev.gatehouse.policy.closure.ClosureException;

/** What the policy of a run takes because of its base: computed once, and read from then on. */
final class RunClosure {
  private RunClosure() {}

  /** The closure of a run that is about to open. */
  static BaseClosure of(RunStart start, NameRules names) {
    try {
      return ProfileClosure.of(start.profile(), names, start.base(), start.contents()::content);
    } catch (ClosureException e) {
      throw new SyscallException(
          SyscallErrorCode.CLOSURE_TOO_LARGE,
          String.valueOf(e.getMessage()),
          "start from a revision with fewer links, or smaller makefiles and scripts, or give the"
              + " plan steps that name less");
    }
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
