package dev.gatehouse.controlplane.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order runs are closed: first those that were not tried yet, in the order in which they
 * came, then those that failed, each after a pause that doubles with every failure. Runs that
 * failed never take the last free place, so that a run that was not tried waits for none of them.
 */
final class ClosingQueue {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MAX_DOUBLINGS = 20;

  private final int retriesAtOnce;
  private final Deque<String> untried = new ArrayDeque<>();
  private final Deque<String> retries = new ArrayDeque<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> retrying = new HashSet<>();
  private final Map<String, Failures> failures = new HashMap<>();

  private record Failures(int count, Instant again) {}

  /**
   * An empty queue.
   *
   * @param places runs that are closed at once, at least 2
   */
  ClosingQueue(int places) {
    this.retriesAtOnce = places - 1;
  }

  /** Puts a run at the back, unless it waits or is being closed already or its pause lasts. */
  synchronized boolean offer(String run, Instant now) {
    Failures failed = failures.get(run);
    if (taken.contains(run) || (failed != null && now.isBefore(failed.again()))) {
      return false;
    }
    taken.add(run);
    (failed == null ? untried : retries).addLast(run);
    return true;
  }

  /** The run to be closed next, if one may be. */
  synchronized Optional<String> take() {
    String next = untried.pollFirst();
    if (next == null && retrying.size() < retriesAtOnce) {
      next = retries.pollFirst();
      if (next != null) {
        retrying.add(next);
      }
    }
    return Optional.ofNullable(next);
  }

  /** The run was looked at, and nothing is left to do now. */
  synchronized void done(String run) {
    release(run);
    failures.remove(run);
  }

  /** The run could not be closed. */
  synchronized void failed(String run, Instant now) {
    release(run);
    int count = failuresOf(run) + 1;
    failures.put(run, new Failures(count, now.plus(pause(count))));
  }

  /** How often in a row the run could not be closed. */
  synchronized int failuresOf(String run) {
    Failures failed = failures.get(run);
    return failed == null ? 0 : failed.count();
  }

  /** The run cannot be looked at now, through no fault of its own. */
  synchronized void postponed(String run) {
    release(run);
  }

  /** Whether the run waits to be closed, or is being closed. */
  synchronized boolean has(String run) {
    return taken.contains(run);
  }

  private void release(String run) {
    taken.remove(run);
    retrying.remove(run);
  }

  /** The pause after so many failures. */
  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
