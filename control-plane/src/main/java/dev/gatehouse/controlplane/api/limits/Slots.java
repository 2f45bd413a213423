package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many calls may be in progress at once, out of a bounded pool of threads. What is left over
 * writes refusals, which takes no time, so that a health probe always finds a thread. Agents have a
 * part of each kind of slots, so that an operator always finds one.
 */
final class Slots {
  private static final int FEWEST_THREADS = 32;
  private static final int HEALTH = 8;

  /** One agent has at most one in so many of the slots for agents that wait. */
  private static final int PART_OF_ONE = 10;

  private static final int FEWEST_WAITING_OF_ONE = 4;
  private static final int FEWEST_IDLE_OF_ONE = 2;

  private final int threads;
  private final Semaphore calls;
  private final Semaphore callsOfAgents;
  private final Semaphore waiting;
  private final Semaphore waitingOfAgents;
  private final Semaphore idle;
  private final Semaphore health = new Semaphore(HEALTH);

  /**
   * Slots of a pool.
   *
   * @param threads the pool's size: three quarters of it are for calls, of agents eleven
   *     sixteenths; half of it is for those that may wait, of agents three eighths; an eighth is
   *     for polls of agents
   */
  Slots(int threads) {
    if (threads < FEWEST_THREADS) {
      throw new IllegalArgumentException(
          "gatehouse.threads is at least %s, not %s".formatted(FEWEST_THREADS, threads));
    }
    this.threads = threads;
    this.calls = new Semaphore(threads * 3 / 4);
    this.callsOfAgents = new Semaphore(threads * 11 / 16);
    this.waiting = new Semaphore(threads / 2);
    this.waitingOfAgents = new Semaphore(threads * 3 / 8);
    this.idle = new Semaphore(threads / 8);
  }

  /** How many calls of one agent may wait at once. */
  int waitingOfOneAgent() {
    return Math.max(FEWEST_WAITING_OF_ONE, threads * 3 / 8 / PART_OF_ONE);
  }

  /** How many polls of one agent may wait at once. */
  int idleOfOneAgent() {
    return Math.max(FEWEST_IDLE_OF_ONE, threads / 8 / PART_OF_ONE);
  }

  /** A slot for a probe of the health. */
  Slot health() {
    return take(health, "as many health probes are in progress as the gateway takes");
  }

  /** A slot for any other call, of any caller. */
  Slot call() {
    return take(calls, "as many calls are in progress as the gateway takes");
  }

  /** A slot for a call of an agent, besides that of every call. */
  Slot callOfAgent() {
    return take(callsOfAgents, "as many calls of agents are in progress as the gateway takes");
  }

  /** A slot for a call that may wait, besides that of every call. */
  Slot waiting() {
    return take(waiting, "as many calls wait as the gateway takes");
  }

  /** A slot for a call of an agent that may wait, besides that of every call that may. */
  Slot waitingOfAgent() {
    return take(waitingOfAgents, "as many calls of agents wait as the gateway takes");
  }

  /** A slot for a poll of an agent that waits, besides that of every call of an agent that may. */
  Slot idleOfAgent() {
    return take(idle, "as many calls of agents wait for something to happen as the gateway takes");
  }

  private static Slot take(Semaphore slots, String full) {
    if (!slots.tryAcquire()) {
      throw new ApiException(
          ApiErrorCode.OVERLOADED, full, "send the same call again after Retry-After");
    }
    return slots::release;
  }

  /** A slot that was taken. Given back once. */
  interface Slot extends AutoCloseable {
    @Override
    void close();

    /** This one and another; this one is given back if there is no other. */
    default Slot and(Supplier<Slot> another) {
      try {
        Slot second = another.get();
        return () -> {
          second.close();
          close();
        };
      } catch (ApiException refused) {
        close();
        throw refused;
      }
    }
  }
}
