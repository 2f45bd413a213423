package dev.gatehouse.syscalls;

/** The stable codes with which the door refuses; paths, files and the sandbox add their own. */
public enum SyscallErrorCode {
  /** The request is not what the syscall's schema says. */
  BODY_INVALID,
  /** The policy denies the act. */
  POLICY_DENIED,
  /** A new name could be taken for another. */
  PATH_AMBIGUOUS,
  /** The profile does not open this syscall (promise E4). */
  SYSCALL_CLOSED,
  /** A call that changes state has no idempotency key. */
  KEY_MISSING,
  /** The key was used for another request. */
  KEY_REUSED,
  /** The file is not what the call says that it replaces. */
  REPLACES_MISMATCH,
  /** Another worker has taken the run's lease. */
  LEASE_STALE,
  /** The run's lease is over. */
  LEASE_EXPIRED,
  /** Another call of the run took longer than this one could wait. */
  RUN_BUSY,
  /** The run takes no calls: it was submitted or has ended. */
  RUN_NOT_OPEN,
  /** No such run is open here. */
  RUN_UNKNOWN,
  /** The gateway has just started and has not opened the run yet. */
  RUN_OPENING,
  /** The run of a former process could not be opened. */
  RUN_SET_ASIDE,
  /** The policy snapshot of a run's folder is not the one that its genesis pins. */
  POLICY_SNAPSHOT_DAMAGED,
  /** The closure of a run's folder is not the one that its first event names. */
  CLOSURE_DAMAGED,
  /** What the links, makefiles and scripts of the base take is more than a run may have. */
  CLOSURE_TOO_LARGE,
  /** The run has no such approval. */
  APPROVAL_UNKNOWN,
  /** As many changes of the run wait for operators as may. */
  TOO_MANY_APPROVALS,
  /** The change would make the run's whole change of its base larger than it may be. */
  RUN_CHANGE_TOO_LARGE,
  /** Calls have left as much in the workspaces of the run, the agent or all runs as they may. */
  RUN_SCRATCH_FULL,
  /** As many submitted runs wait for operators as may. */
  TOO_MANY_WAITING_RUNS,
  /** The run's journal or blobs are as large as they may be; it can only be submitted. */
  RUN_FULL,
  /** The journals of the agent's open runs are as large as they may be together. */
  AGENT_JOURNAL_FULL,
  /** The journals of all open runs are as large as they may be together. */
  GATEWAY_JOURNAL_FULL,
  /** The folders of the agent's runs of the last day are as large as they may be together. */
  AGENT_EVIDENCE_FULL,
  /** The approval has been decided, or is over. */
  APPROVAL_SETTLED,
  /** The digest that was decided on is not the proposal's. */
  PROPOSAL_MISMATCH,
  /** The content or the command is larger than the profile allows. */
  TOO_LARGE,
  /** The file is a directory. */
  FILE_IS_DIRECTORY,
  /** There is no such file. */
  FILE_NOT_FOUND,
  /** A component of the path is a symbolic link. */
  FILE_IS_SYMLINK,
  /** The path is neither a file nor a directory, or a parent is a file. */
  FILE_NOT_A_FILE,
  /** The file system of evidence and workspaces has too little room to begin. */
  STORAGE_FULL,
  /** The evidence could not be written; the run takes no calls until it is recovered. */
  EVIDENCE_BROKEN
}
