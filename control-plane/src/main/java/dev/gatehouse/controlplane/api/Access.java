package dev.gatehouse.controlplane.api;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;

/** Asks the authenticated caller for the role that a call needs. */
public final class Access {
  static final String ATTRIBUTE = "dev.gatehouse.principal";
  private static final String METRICS = "/actuator/prometheus";

  private Access() {}

  /**
   * Whoever calls.
   *
   * @throws ApiException UNAUTHENTICATED
   */
  public static Principal any(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Principal principal) {
      return principal;
    }
    throw new ApiException(
        ApiErrorCode.UNAUTHENTICATED,
        "this call needs a token",
        "send Authorization: Bearer with a token that an operator gave you");
  }

  /**
   * The operator who calls.
   *
   * @throws ApiException UNAUTHENTICATED, FORBIDDEN
   */
  public static Principal.Operator operator(HttpServletRequest request) {
    return switch (any(request)) {
      case Principal.Operator operator -> operator;
      case Principal.Agent ignored -> throw forbidden("an operator's token");
      case Principal.Worker ignored -> throw forbidden("an operator's token");
      case Principal.Metrics ignored -> throw forbidden("an operator's token");
    };
  }

  /**
   * The agent that calls.
   *
   * @throws ApiException UNAUTHENTICATED, FORBIDDEN
   */
  public static Principal.Agent agent(HttpServletRequest request) {
    return switch (any(request)) {
      case Principal.Agent agent -> agent;
      case Principal.Operator ignored -> throw forbidden("an agent's token");
      case Principal.Worker ignored -> throw forbidden("an agent's token");
      case Principal.Metrics ignored -> throw forbidden("an agent's token");
    };
  }

  /**
   * The worker of {@code runId} that calls; a run's token works for its run only.
   *
   * @throws ApiException UNAUTHENTICATED, FORBIDDEN
   */
  public static Principal.Worker worker(HttpServletRequest request, String runId) {
    return switch (any(request)) {
      case Principal.Worker worker when worker.runId().equals(runId) -> worker;
      case Principal.Worker ignored -> throw forbidden("the token of this run");
      case Principal.Operator ignored -> throw forbidden("the token of this run");
      case Principal.Agent ignored -> throw forbidden("the token of this run");
      case Principal.Metrics ignored -> throw forbidden("the token of this run");
    };
  }

  /**
   * Lets operators read what the framework says about the process, and a collector its metrics.
   *
   * @throws ApiException FORBIDDEN
   */
  static void requireEndpoint(Principal caller, String path) {
    boolean permitted =
        switch (caller) {
          case Principal.Operator _ -> true;
          case Principal.Metrics _ -> path.equals(METRICS);
          case Principal.Agent _ -> false;
          case Principal.Worker _ -> false;
        };
    if (!permitted) {
      throw forbidden(path.equals(METRICS) ? "the metrics token" : "an operator's token");
    }
  }

  static ApiException forbidden(Class<? extends Principal> role) {
    if (role == Principal.Operator.class) {
      return forbidden("an operator's token");
    }
    return forbidden(role == Principal.Agent.class ? "an agent's token" : "the token of this run");
  }

  private static ApiException forbidden(String needed) {
    return new ApiException(
        ApiErrorCode.FORBIDDEN,
        "this call needs " + needed,
        "use " + needed + ", or ask an operator");
  }
}
