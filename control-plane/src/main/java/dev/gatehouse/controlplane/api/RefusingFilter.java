package dev.gatehouse.controlplane.api;

import dev.gatehouse.evidence.error.GatehouseException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** A filter in front of all calls; what it refuses is answered with a problem. */
abstract class RefusingFilter extends OncePerRequestFilter {
  private final Problems problems;
  private final AfterRefusal connection;

  /** What becomes of the connection after a refusal. */
  enum AfterRefusal {
    /** It is closed: nothing more of this caller is read. */
    CLOSED,
    /** It may be used for the next call. */
    KEPT
  }

  RefusingFilter(Problems problems, AfterRefusal connection) {
    this.problems = problems;
    this.connection = connection;
  }

  /**
   * Lets the call pass on to {@code chain}.
   *
   * @throws GatehouseException if it may not
   */
  abstract void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException;

  @Override
  protected final void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      pass(request, response, chain);
    } catch (GatehouseException refused) {
      if (connection == AfterRefusal.CLOSED) {
        response.setHeader(HttpHeaders.CONNECTION, "close");
      }
      problems.write(response, refused);
    }
  }
}
