package dev.gatehouse.controlplane.metrics;

import org.slf4j.MDC;

/** The ids that each log line of a thread carries while it works for a run. */
public final class LogContext {
  private static final String RUN = "runId";
  private static final String CALL = "callId";

  private LogContext() {}

  /** Ends what was begun. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Until the scope is closed, log lines of this thread carry the ids of the run and of the call
   * that is begun meanwhile.
   *
   * @param runId the run's id; empty where the work is for no run
   */
  public static Scope of(String runId) {
    if (!runId.isEmpty()) {
      MDC.put(RUN, runId);
    }
    return () -> {
      MDC.remove(RUN);
      MDC.remove(CALL);
    };
  }

  /** Log lines of this thread carry the call's id too. */
  static void call(String callId) {
    MDC.put(CALL, callId);
  }
}
