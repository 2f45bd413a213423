package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.error.ApiException;
import java.util.function.Supplier;

/**
 * The places of calls whose callers are known. Agents have a share of them, and each agent a share
 * of that: a call that waits holds a thread, and nobody is to hold those of the others. An operator
 * takes none of the agents' places. Thread-safe.
 */
public final class CallPlaces {
  private final Slots slots;
  private final CallLimits limits;

  CallPlaces(Slots slots, CallLimits limits) {
    this.slots = slots;
    this.limits = limits;
  }

  /**
   * Takes a place for a call, from its first byte to its last.
   *
   * @throws ApiException TOO_MANY_CALLS, OVERLOADED
   */
  Slots.Slot call(Principal caller) {
    Slots.Slot own = limits.begin(caller.identity());
    return isAgent(caller) ? own.and(slots::callOfAgent) : own;
  }

  /**
   * Takes a place for a call that may wait.
   *
   * @throws ApiException TOO_MANY_CALLS, OVERLOADED
   */
  Slots.Slot waiting(Principal caller) {
    return isAgent(caller)
        ? limits.waiting(caller.identity()).and(slots::waitingOfAgent).and(slots::waiting)
        : slots.waiting();
  }

  /**
   * Waits for something to happen that may never happen, in a place for that: such a call holds a
   * thread and does nothing.
   *
   * @throws ApiException TOO_MANY_CALLS, OVERLOADED
   */
  public <T> T idle(Principal caller, Supplier<T> wait) {
    if (!isAgent(caller)) {
      return wait.get();
    }
    try (Slots.Slot _ = limits.idle(caller.identity()).and(slots::idleOfAgent)) {
      return wait.get();
    }
  }

  private static boolean isAgent(Principal caller) {
    return switch (caller) {
      case Principal.Agent _ -> true;
      case Principal.Worker _ -> true;
      case Principal.Operator _ -> false;
      case Principal.Metrics _ -> false;
    };
  }
}
