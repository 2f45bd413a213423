package dev.gatehouse.policy.decision;

/** How a change of a path came about. */
public enum ChangeOrigin {
  /** A file syscall named the path. */
  FILE,
  /** A command wrote it; it is part of the command's change set. */
  COMMAND
}
