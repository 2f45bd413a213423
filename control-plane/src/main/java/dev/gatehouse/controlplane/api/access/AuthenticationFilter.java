package dev.gatehouse.controlplane.api.access;

import dev.gatehouse.controlplane.api.access.Principal.Worker;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.problem.RefusingFilter;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.identities.MetricsToken;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * Turns a bearer token into a {@link Principal}; every call but {@link Address#isOpen} needs one.
 * Who may approve is what the gateway log says; no database is asked.
 */
final class AuthenticationFilter extends RefusingFilter {
  private static final String BEARER = "Bearer ";
  private static final String FENCE = "Gatehouse-Fence";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");

  private final Identities identities;
  private final RunTokens runTokens;
  private final RunOwners owners;
  private final MetricsToken metrics;

  /**
   * A filter.
   *
   * @param owners tells the agent that opened a run
   */
  AuthenticationFilter(
      Identities identities,
      RunTokens runTokens,
      RunOwners owners,
      MetricsToken metrics,
      Problems problems) {
    super(problems, AfterRefusal.CLOSED);
    this.identities = identities;
    this.runTokens = runTokens;
    this.owners = owners;
    this.metrics = metrics;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Address.isOpen(request);
  }

  @Override
  protected void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Principal caller = authenticate(request);
    Access.authenticated(request, caller);
    if (!Address.isPlain(request.getRequestURI())) {
      throw Problems.noSuchCall();
    }
    if (request.getRequestURI().startsWith("/actuator")) {
      Access.requireEndpoint(caller, request.getRequestURI());
    }
    chain.doFilter(request, response);
  }

  private Principal authenticate(HttpServletRequest request) {
    String header = single(request, HttpHeaders.AUTHORIZATION);
    if (!header.startsWith(BEARER)) {
      throw unauthenticated();
    }
    String token = header.substring(BEARER.length());
    if (token.startsWith(RunTokens.PREFIX)) {
      return worker(request, token);
    }
    if (metrics.matches(token)) {
      return new Principal.Metrics();
    }
    Identity identity =
        identities.authenticate(token).orElseThrow(AuthenticationFilter::unauthenticated);
    return switch (identity) {
      case Identity.Operator operator -> new Principal.Operator(operator.name());
      case Identity.Agent agent -> new Principal.Agent(agent.name());
    };
  }

  private Principal worker(HttpServletRequest request, String token) {
    String runId = Address.run(request);
    if (runId.isEmpty()) {
      throw new ApiException(
          ApiErrorCode.FORBIDDEN,
          "a run's token works for its run only",
          "use an agent's token here");
    }
    if (!RunTokens.isToken(token)) {
      throw unauthenticated();
    }
    String fence = single(request, FENCE);
    if (!NUMBER.matcher(fence).matches()) {
      throw new ApiException(
          ApiErrorCode.FENCE_MISSING,
          "a call with a run's token carries its fencing token",
          "send the header " + FENCE + " with the number that the lease came with");
    }
    String agent = owners.agentOf(runId).orElseThrow(AuthenticationFilter::unauthenticated);
    return runTokens
        .check(token, new Worker(runId, agent, Long.parseLong(fence)))
        .orElseThrow(AuthenticationFilter::unauthenticated);
  }

  /** The one value of a header; nothing where it is missing or there several times. */
  private static String single(HttpServletRequest request, String name) {
    Enumeration<String> values = request.getHeaders(name);
    String first = values.hasMoreElements() ? values.nextElement() : "";
    return values.hasMoreElements() ? "" : first;
  }

  private static ApiException unauthenticated() {
    return new ApiException(
        ApiErrorCode.UNAUTHENTICATED,
        "this call needs a token that is known here",
        "send Authorization: Bearer with a token that an operator gave you; only /actuator/health"
            + " needs none");
  }
}
