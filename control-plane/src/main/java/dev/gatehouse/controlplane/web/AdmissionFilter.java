package dev.gatehouse.controlplane.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first of all filters: a call begins only while fewer are in progress than the pool has
 * threads for.
 */
final class AdmissionFilter extends OncePerRequestFilter {
  private final Slots slots;
  private final Problems problems;

  AdmissionFilter(Slots slots, Problems problems) {
    this.slots = slots;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean open = Address.isOpen(request);
    if (open) {
      // One answer per connection always fits in its buffer, so nobody's reading is waited for.
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    try (Slots.Slot _ = open ? slots.health() : slots.call()) {
      chain.doFilter(request, response);
    } catch (ApiRefused refused) {
      response.setHeader(HttpHeaders.CONNECTION, "close");
      problems.write(response, refused);
    }
  }
}
