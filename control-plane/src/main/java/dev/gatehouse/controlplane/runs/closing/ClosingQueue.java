package dev.gatehouse.controlplane.runs.closing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * In which order runs are closed: first those that were not tried yet, agent by agent, those of one
 * agent in the order in which they came; then those that failed, likewise, each after a pause that
 * doubles with every failure.
 *
 * <p>One agent has two places at most, and the second one only while half of all are free. Runs
 * that failed have half of the places, and one of those of their agent: a run that was not tried
 * waits for none of them.
 */
public final class ClosingQueue {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** How long a run that cannot be closed waits at most for its next turn. */
  public static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final int MAX_DOUBLINGS = 20;
  private static final int FEWEST_PLACES = 4;
  private static final int OF_ONE_AGENT = 2;

  private final int places;
  private final Turns untried = new Turns();
  private final Turns retries = new Turns();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Place> closing = new HashMap<>();
  private final Map<String, Failures> failures = new HashMap<>();

  private record Failures(int count, Instant again) {}

  private record Place(String agent, boolean retry) {}

  /**
   * An empty queue.
   *
   * @param places runs that are closed at once, at least 4
   */
  ClosingQueue(int places) {
    if (places < FEWEST_PLACES) {
      throw new IllegalArgumentException(
          "gatehouse.closings-at-once is at least %s, not %s".formatted(FEWEST_PLACES, places));
    }
    this.places = places;
  }

  /** Puts a run at the back, unless it waits or is being closed already or its pause lasts. */
  synchronized boolean offer(String run, String agent, Instant now) {
    Failures failed = failures.get(run);
    if (taken.contains(run) || (failed != null && now.isBefore(failed.again()))) {
      return false;
    }
    taken.add(run);
    (failed == null ? untried : retries).add(run, agent);
    return true;
  }

  /** The run to be closed next, if one may be; a release may let one be that may not now. */
  synchronized Optional<String> take() {
    Optional<String> first = take(untried, /* retry= */ false);
    return first.isPresent() || placesOfRetries() >= places / 2
        ? first
        : take(retries, /* retry= */ true);
  }

  private Optional<String> take(Turns turns, boolean retry) {
    return turns
        .next(this::placesOf, agent -> mayTake(agent) && !(retry && retries(agent)))
        .map(turn -> {
          closing.put(turn.run(), new Place(turn.agent(), retry));
          return turn.run();
        });
  }

  private boolean mayTake(String agent) {
    long has = placesOf(agent);
    return closing.size() < places
        && (has == 0 || (has < OF_ONE_AGENT && closing.size() < places / 2));
  }

  private long placesOf(String agent) {
    return closing.values().stream().filter(place -> place.agent().equals(agent)).count();
  }

  private long placesOfRetries() {
    return closing.values().stream().filter(Place::retry).count();
  }

  private boolean retries(String agent) {
    return closing.containsValue(new Place(agent, /* retry= */ true));
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

  /** How many runs wait to be closed. */
  synchronized int waiting() {
    return taken.size() - closing.size();
  }

  /** How many runs are being closed. */
  synchronized int closing() {
    return closing.size();
  }

  /** Whether the run waits to be closed, or is being closed. */
  synchronized boolean has(String run) {
    return taken.contains(run);
  }

  private void release(String run) {
    taken.remove(run);
    closing.remove(run);
  }

  /** The pause after so many failures. */
  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Runs that wait, agent by agent: an agent that had a turn becomes the last one. */
  private static final class Turns {
    private final Map<String, Deque<String>> byAgent = new LinkedHashMap<>();

    private record Turn(String agent, String run) {}

    void add(String run, String agent) {
      byAgent.computeIfAbsent(agent, name -> new ArrayDeque<>()).addLast(run);
    }

    /** The next run of an agent that may: of one that has the fewest places. */
    Optional<Turn> next(ToLongFunction<String> places, Predicate<String> may) {
      return byAgent.entrySet().stream()
          .filter(waiting -> may.test(waiting.getKey()))
          .min(Comparator.comparingLong(waiting -> places.applyAsLong(waiting.getKey())))
          .map(waiting -> turn(waiting.getKey(), waiting.getValue()));
    }

    private Turn turn(String agent, Deque<String> runs) {
      Turn turn = new Turn(agent, runs.removeFirst());
      byAgent.remove(agent);
      if (!runs.isEmpty()) {
        byAgent.put(agent, runs);
      }
      return turn;
    }
  }
}
