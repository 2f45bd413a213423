package dev.gatehouse.gates.report;

/** Every finding that a gate can make; the names are stable codes. */
public enum FindingCode {
  // evidence-complete
  /** The journal does not begin with {@code run.begin}. */
  RUN_BEGIN_MISSING(Consequence.QUARANTINE),
  /** The journal does not end with {@code run.end}. */
  RUN_END_MISSING(Consequence.QUARANTINE),
  /** An event that is there once is there again. */
  EVENT_TWICE(Consequence.QUARANTINE),
  /**
   * The run crashed, or its time was over. Next: Open a new run of the task; the folder and the
   * run's events say how this one ended.
   */
  RUN_NOT_COMPLETED(Consequence.RETRY),
  /**
   * Somebody cancelled the run. Next: Open a new run if the task is still wanted; {@code run.end}
   * has who cancelled it and why.
   */
  RUN_CANCELLED(Consequence.FAIL),
  /** A completed run was never submitted. */
  RUN_NOT_SUBMITTED(Consequence.QUARANTINE),
  /** A call came after the run was submitted. */
  CALL_AFTER_SUBMIT(Consequence.QUARANTINE),
  /** An intent has neither outcome nor abort. */
  INTENT_OPEN(Consequence.QUARANTINE),
  /** An outcome, abort or confirmation names no open intent. */
  INTENT_MISSING(Consequence.QUARANTINE),
  /** Two calls have one id. */
  CALL_ID_TWICE(Consequence.QUARANTINE),
  /** One idempotency key had more than one effect. */
  KEY_TWICE(Consequence.QUARANTINE),
  /** A call carried a fencing token that no lease had given out. */
  FENCE_UNKNOWN(Consequence.QUARANTINE),
  /** Content that the evidence refers to is not there. Next: Restore it from a backup. */
  CONTENT_MISSING(Consequence.QUARANTINE),
  /** Content is there and is not what its name says. Next: Restore it from a backup. */
  CONTENT_DAMAGED(Consequence.QUARANTINE),
  /** The result tree is not there. */
  TREE_MISSING(Consequence.QUARANTINE),
  /** The patch is not there. */
  DIFF_MISSING(Consequence.QUARANTINE),
  /** The verifier report is not there. */
  VERIFIER_REPORT_MISSING(Consequence.QUARANTINE),
  /** A file of the evidence cannot be read. */
  EVIDENCE_MALFORMED(Consequence.QUARANTINE),
  /**
   * The run has ended and could not be closed as runs are. Next: Read {@code data/failure.json},
   * which has the cause; an operator removes it.
   */
  CLOSING_FAILED(Consequence.FAIL),

  // policy-pinned
  /** The policy snapshot is not the one that the run pins. Next: Restore it from a backup. */
  POLICY_DIGEST_DIFFERS(Consequence.QUARANTINE),
  /** The policy snapshot is not a profile. Next: Restore it from a backup. */
  POLICY_UNREADABLE(Consequence.QUARANTINE),
  /** The policy snapshot has another name than the run says. */
  POLICY_NAME_DIFFERS(Consequence.QUARANTINE),
  /** A run of format 2 has no closure. */
  CLOSURE_MISSING(Consequence.QUARANTINE),
  /** The closure is not the one that policy and base give. */
  CLOSURE_DIFFERS(Consequence.QUARANTINE),
  /** A call was done that the profile does not open. */
  SYSCALL_NOT_OPENED(Consequence.QUARANTINE),

  // mediated-changes
  /** A call changed something else than it asked for. */
  CHANGE_NOT_REQUESTED(Consequence.QUARANTINE),
  /** A committed path has a name that no syscall may use. */
  CHANGE_NAME_REFUSED(Consequence.QUARANTINE),
  /** A committed entry is not a plain file. */
  CHANGE_KIND_REFUSED(Consequence.QUARANTINE),
  /** What a change left behind is not what the next one found, or the result holds. */
  CHANGE_CHAIN_BROKEN(Consequence.QUARANTINE),
  /** Without its changes the result is not the base. */
  BASE_DIFFERS(Consequence.QUARANTINE),
  /** The result tree has a file where it also has a directory. */
  TREE_CONFLICT(Consequence.QUARANTINE),
  /** A version's size or git id is not its content's. */
  VERSION_DIFFERS(Consequence.QUARANTINE),
  /** The patch is empty though the result differs from the base, or the other way round. */
  DIFF_DIFFERS(Consequence.QUARANTINE),

  // protected-paths
  /** A recorded decision is not the one that the policy gives. */
  DECISION_DIFFERS(Consequence.QUARANTINE),
  /** A path went elsewhere than its decision says. */
  DISPOSITION_DIFFERS(Consequence.QUARANTINE),
  /** An approval is named that was never asked for. */
  APPROVAL_UNKNOWN(Consequence.QUARANTINE),
  /** An approval is not of what was held. */
  APPROVAL_DIFFERS(Consequence.QUARANTINE),
  /** An approval was settled twice, or asked for twice. */
  APPROVAL_TWICE(Consequence.QUARANTINE),
  /** What was decided on is not the proposal. */
  APPROVAL_PROPOSAL_DIFFERS(Consequence.QUARANTINE),
  /** A change was committed after its approval had expired. */
  APPROVAL_LATE(Consequence.QUARANTINE),
  /** An approval was not given by an operator. */
  APPROVAL_NOT_BY_OPERATOR(Consequence.QUARANTINE),
  /** An approval still waits. Next: Decide it before the run is closed. */
  APPROVAL_OPEN(Consequence.QUARANTINE),

  // commands
  /** A command's request names no command. */
  COMMAND_UNREADABLE(Consequence.QUARANTINE),
  /** A command's recorded decision or mode is not the one that the policy gives. */
  COMMAND_DECISION_DIFFERS(Consequence.QUARANTINE),
  /** A command ran that the policy denies. */
  COMMAND_DENIED(Consequence.QUARANTINE),

  // isolation
  /** Nothing was read back of a command's confinement. */
  ISOLATION_MISSING(Consequence.QUARANTINE),
  /** The confinement that was read back is not the profile's. */
  ISOLATION_DIFFERS(Consequence.QUARANTINE),
  /** The engine never confirmed how a command ended. Next: Open a new run. */
  COMMAND_NOT_CONFIRMED(Consequence.RETRY),
  /** The engine contradicts how a command is said to have ended. */
  COMMAND_CONTRADICTED(Consequence.QUARANTINE),
  /** A command tried to reach a network. Next: Look at the command; nothing was reached. */
  NETWORK_ATTEMPTED(Consequence.NONE),

  // verification
  /**
   * The plan has no required step: nothing was verified. Next: Use a profile whose plan has a
   * required step, such as one derived by {@code POST /v1/profiles}.
   */
  VERIFICATION_PLAN_EMPTY(Consequence.FAIL),
  /** The steps that ran are not the plan's. */
  STEPS_DIFFER(Consequence.QUARANTINE),
  /** A step did not end well. Next: Read its output, correct the cause, submit another run. */
  STEP_FAILED(Consequence.RETRY),
  /**
   * The sandbox does not have a program that a step starts: the step ends with 126 or 127 on the
   * base too. Next: Add the program to the sandbox image, or change the step.
   */
  PROGRAM_MISSING(Consequence.FAIL),
  /** The engine did not confirm how a step ended. Next: Open a new run. */
  STEP_NOT_CONFIRMED(Consequence.RETRY),
  /** A test failed. Next: Read its output, correct the cause, and submit another run. */
  TEST_FAILED(Consequence.RETRY),
  /**
   * A step that must write a test report wrote none that can be used. Next: Let the step write its
   * report where {@code junit} says.
   */
  TEST_REPORT_MISSING(Consequence.RETRY),
  /** A test report names no test that passed. Next: Let at least one test run and pass. */
  NO_TEST_PASSED(Consequence.RETRY),
  /**
   * A runner of tests brought no whole report back: nothing shows that it ran them. Next: Let the
   * step start its runner as the base does, to the end and without options that stop the judge.
   */
  SENTINEL_MISSING(Consequence.RETRY),
  /**
   * A test that must pass did not, or one that must fail did not: the runner was deceived. Next:
   * Take back what changes how the runner collects or judges tests.
   */
  SENTINEL_WRONG(Consequence.RETRY),
  /**
   * The judge's report was not written by its plug-in alone and in order. Next: Take back what
   * writes to the judge's report or imports its plug-in.
   */
  JUDGE_REPORT_REFUSED(Consequence.RETRY),
  /** A test of the base is not there any more. Next: Put it back, or have it approved. */
  TEST_VANISHED(Consequence.RETRY),
  /**
   * A test that the base runs is skipped, expected to fail, or not come to. Next: Let the test run
   * again, or ask an operator to approve the change of its file.
   */
  TEST_SKIPPED_ANEW(Consequence.RETRY),
  /**
   * Hooks of the runner, a plug-in or a conftest file differ from the base. Next: Take back the
   * change of hooks, plug-ins and conftest files, or ask an operator to approve it.
   */
  PLUGIN_CHANGED(Consequence.RETRY),
  /** A test of the base is there more often than in the base. Next: Leave it there once. */
  TEST_DOUBLED(Consequence.RETRY),
  /**
   * A test of the base is gone, skipped or doubled, and an operator approved its file's change.
   * Next: Look at the approved change before the merge.
   */
  TEST_CHANGE_APPROVED(Consequence.NONE),
  /** A test that the plan wants to pass on the result does not. Next: Make the test pass. */
  FAIL_TO_PASS_MISSED(Consequence.RETRY),
  /**
   * A test that the plan wants not to pass on the base does, or nobody saw that it does not. Next:
   * Correct {@code failToPass} of the step: the test must run and not pass on the base.
   */
  FAIL_TO_PASS_UNSHOWN(Consequence.FAIL),
  /** The report that a step wrote and the judge's disagree. Next: Let the runner write it. */
  REPORTS_DISAGREE(Consequence.RETRY),
  /** What the plan says of the base is not there, or of something else. */
  BASE_REPORT_DIFFERS(Consequence.QUARANTINE),
  /**
   * No runner lists the tests of a required step: its exit code is all that is known. Next: Use a
   * runner whose tests a judge lists, if more than the exit code is to be known.
   */
  STEP_UNLISTED(Consequence.NONE),
  /** A file that holds tests differs from the base's. Next: Look at it before the merge. */
  TEST_FILE_CHANGED(Consequence.NONE),
  /**
   * A step runs with the working directory on the import path, as the base needs it. Next: Let the
   * {@code env} of the step set {@code PYTHONPATH} to what the tests import.
   */
  SAFE_PATH_LEFT_OUT(Consequence.NONE),
  /**
   * A step that is not required did not end well. Next: Read the output of the step with {@code
   * gatehouse show RUN}; the verdict does not depend on it.
   */
  OPTIONAL_STEP_FAILED(Consequence.NONE),
  /** The tree that was judged is not the result. */
  RESULT_DIFFERS(Consequence.QUARANTINE),
  /** The tree that was written out is not the result with unapproved control files taken back. */
  VERIFIED_TREE_DIFFERS(Consequence.QUARANTINE),
  /**
   * A control file was judged with the content of the base, since no operator approved its change.
   * Next: Ask an operator to approve the change of the file if the judgement should use it.
   */
  CONTROL_TAKEN_BACK(Consequence.NONE),
  /**
   * A control file of the base is a link that leads nowhere in the tree: it was judged without.
   * Next: Look at the link in the base: it leads out of the tree, or in a circle.
   */
  CONTROL_LINK_LEFT_OUT(Consequence.NONE);

  private final Consequence consequence;

  FindingCode(Consequence consequence) {
    this.consequence = consequence;
  }

  /** What such a finding means for the run. */
  public Consequence consequence() {
    return consequence;
  }

  /** What a finding means for a run; a weightier one comes later. */
  public enum Consequence {
    /**
     * Nothing: it is reported, and the gate may pass. Next: Read what it names; the gate may pass
     * with it.
     */
    NONE,
    /**
     * The gate fails, and another attempt may do better. Next: Correct what it names, and submit
     * another run.
     */
    RETRY,
    /**
     * The gate fails, and so would another attempt. Next: Correct the cause before another attempt,
     * which fails as well otherwise.
     */
    FAIL,
    /**
     * The gate fails, and the evidence itself is in doubt. Next: Use nothing of the run; run {@code
     * gatehouse verify} on its folder, and let an operator examine it.
     */
    QUARANTINE
  }
}
