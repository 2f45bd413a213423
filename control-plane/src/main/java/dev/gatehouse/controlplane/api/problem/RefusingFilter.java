package dev.gatehouse.controlplane.api.problem;

import dev.gatehouse.evidence.error.GatehouseException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** A filter in front of all calls; what it refuses is answered with a problem. */
public abstract class RefusingFilter extends OncePerRequestFilter {
  private final Problems problems;
  private final AfterRefusal connection;

  /** What becomes of the connection after a refusal. */
  public enum AfterRefusal {
    /** It is closed: nothing more of this caller is read. */
    CLOSED,
    /** It may be used for the next call. */
    KEPT
  }

  /** Where a filter stands: before every filter of the framework, in this order. */
  public enum Place {
    ADMISSION(0),
    AUTHENTICATION(1),
    CALL(2);

    private final int order;

    Place(int order) {
      this.order = Ordered.HIGHEST_PRECEDENCE + order;
    }
  }

  /** A filter whose refusals {@code problems} writes. */
  public RefusingFilter(Problems problems, AfterRefusal connection) {
    this.problems = problems;
    this.connection = connection;
  }

  /**
   * Lets the call pass on to {@code chain}.
   *
   * @throws GatehouseException if it may not
   */
  protected abstract void pass(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException;

  /** This filter at its place, for requests from outside only. */
  public FilterRegistrationBean<RefusingFilter> registered(Place place) {
    FilterRegistrationBean<RefusingFilter> registered = new FilterRegistrationBean<>(this);
    registered.setOrder(place.order);
    registered.setDispatcherTypes(DispatcherType.REQUEST);
    return registered;
  }

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
