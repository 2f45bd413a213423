package dev.gatehouse.controlplane.api.access;

import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Authorization: who calls, and whether the type of principal that a call takes is theirs. */
public final class Access {
  private static final String ATTRIBUTE = "dev.gatehouse.principal";
  private static final String METRICS = "/actuator/prometheus";
  private static final String RUN_VARIABLE = "runId";
  private static final Map<Class<?>, String> TOKENS =
      Map.of(
          Principal.Operator.class, "an operator's token",
          Principal.Agent.class, "an agent's token",
          Principal.Worker.class, "the token of this run",
          Principal.Metrics.class, "the metrics token");

  private Access() {}

  /** Keeps who calls; {@link #caller} returns it for the rest of the call. */
  static void authenticated(HttpServletRequest request, Principal caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** Whether it is known who calls. */
  public static boolean isAuthenticated(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Principal;
  }

  /**
   * Who calls.
   *
   * @throws ApiException UNAUTHENTICATED
   */
  public static Principal caller(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Principal principal) {
      return principal;
    }
    throw new ApiException(
        ApiErrorCode.UNAUTHENTICATED,
        "this call needs a token",
        "send Authorization: Bearer with a token that an operator gave you");
  }

  /** Whether a parameter is the caller. */
  static boolean isPrincipal(MethodParameter parameter) {
    return Principal.class.isAssignableFrom(parameter.getParameterType());
  }

  /**
   * Who may make a call: the type of the one {@link Principal} that its mapping takes.
   *
   * @throws ApiException NOT_FOUND for a mapping that takes none or several; it is closed to all
   */
  public static Class<? extends Principal> permitted(HandlerMethod mapping) {
    List<MethodParameter> principals =
        Arrays.stream(mapping.getMethodParameters()).filter(Access::isPrincipal).toList();
    if (principals.size() != 1) {
      throw Problems.noSuchCall();
    }
    return principals.getFirst().getParameterType().asSubclass(Principal.class);
  }

  /**
   * The caller, as the type that a call takes. A run's token works for the run that the address
   * names, and for no other.
   *
   * @throws ApiException UNAUTHENTICATED, FORBIDDEN
   */
  public static <P extends Principal> P require(Class<P> permitted, HttpServletRequest request) {
    Principal caller = caller(request);
    boolean inOtherRun =
        caller instanceof Principal.Worker worker && !worker.runId().equals(run(request));
    if (inOtherRun || !permitted.isInstance(caller)) {
      throw forbidden(permitted);
    }
    return permitted.cast(caller);
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
      throw forbidden(path.equals(METRICS) ? Principal.Metrics.class : Principal.Operator.class);
    }
  }

  /** The run that the matched address names. */
  private static Object run(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        ? String.valueOf(variables.get(RUN_VARIABLE))
        : "";
  }

  private static ApiException forbidden(Class<? extends Principal> permitted) {
    String needed = tokens(permitted).collect(Collectors.joining(" or "));
    return new ApiException(
        ApiErrorCode.FORBIDDEN,
        "this call needs " + needed,
        "use " + needed + ", or ask an operator");
  }

  /** The tokens of the principals that a type covers. */
  private static Stream<String> tokens(Class<?> type) {
    Class<?>[] covered = type.getPermittedSubclasses();
    return covered == null
        ? Stream.of(TOKENS.get(type))
        : Arrays.stream(covered).flatMap(Access::tokens);
  }
}
