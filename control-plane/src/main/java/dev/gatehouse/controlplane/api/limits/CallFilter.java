package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.api.access.Access;
import dev.gatehouse.controlplane.api.access.Address;
import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.problem.RefusingFilter;
import dev.gatehouse.controlplane.metrics.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.CloseNowException;

/**
 * A call of a known identity, from its first byte to its last: it counts as in progress, and its
 * memory is held, until the answer is written.
 */
final class CallFilter extends RefusingFilter {
  private final CallPlaces places;
  private final MemoryBudget budget;
  private final Deadlines deadlines;

  CallFilter(CallPlaces places, MemoryBudget budget, Deadlines deadlines, Problems problems) {
    super(problems, AfterRefusal.KEPT);
    this.places = places;
    this.budget = budget;
    this.deadlines = deadlines;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Address.isOpen(request);
  }

  @Override
  protected void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Principal caller = Access.caller(request);
    try (LogContext.Scope _ = LogContext.of(Address.run(request));
        Slots.Slot _ = places.call(caller);
        CallMemory memory = new CallMemory(budget, caller.identity())) {
      memory.attach(request);
      TimedResponse timed = new TimedResponse(response, deadlines.answer());
      chain.doFilter(new BoundedRequest(request, deadlines.body()), timed);
      if (timed.isCut()) {
        throw new CloseNowException("the answer was not read in time");
      }
      timed.getOutputStream().close();
    }
  }
}
