package dev.gatehouse.controlplane.runs.closing;

/** A step of closing that failed. */
final class ClosingStepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ClosingStep step;
  private final ClosingProblem problem;

  ClosingStepException(ClosingStep step, Throwable cause) {
    super(step.text() + ": " + cause.getMessage(), cause);
    this.step = step;
    this.problem = ClosingProblem.of(cause);
  }

  ClosingStep step() {
    return step;
  }

  /** What the cause stands for. */
  ClosingProblem problem() {
    return problem;
  }
}
