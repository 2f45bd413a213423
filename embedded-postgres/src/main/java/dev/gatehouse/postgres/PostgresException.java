package dev.gatehouse.postgres;

/** The embedded server cannot be used; says why, and what to do next. */
public final class PostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What has to change before the server can be used. */
  public enum Kind {
    /** The machine: a permission, a user or a process. {@link #nextStep()} names the command. */
    ENVIRONMENT,
    /** The cluster's files: they have to be replaced by a new cluster. */
    CLUSTER,
    /** The programs or the input and output of this machine: another server may be used instead. */
    PROGRAMS
  }

  /** What has to change. */
  private final Kind kind;

  /** What to do next. */
  private final String nextStep;

  PostgresException(Kind kind, String message, String nextStep) {
    super(message);
    this.kind = kind;
    this.nextStep = nextStep;
  }

  PostgresException(Kind kind, String message, String nextStep, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.nextStep = nextStep;
  }

  /** What has to change. */
  public Kind kind() {
    return kind;
  }

  /** What to do next, one sentence without a full stop. */
  public String nextStep() {
    return nextStep;
  }
}
