package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.api.access.Address;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.problem.RefusingFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;

/**
 * The first of all filters: a call begins only while fewer are in progress than the pool has
 * threads for.
 */
final class AdmissionFilter extends RefusingFilter {
  private final Slots slots;

  AdmissionFilter(Slots slots, Problems problems) {
    super(problems, AfterRefusal.CLOSED);
    this.slots = slots;
  }

  @Override
  protected void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean open = Address.isOpen(request);
    if (open) {
      // One answer per connection always fits in its buffer, so nobody's reading is waited for.
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    try (Slots.Slot _ = open ? slots.health() : slots.call()) {
      chain.doFilter(request, response);
    }
  }
}
