package dev.gatehouse.evidence.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a run stood still because no gateway had it open: from the last line before a stop to the
 * line {@code scratch.lost} after it. Neither the run's time nor an approval's runs meanwhile.
 */
public final class Standstills {
  private final List<Standstill> all = new ArrayList<>();
  private @Nullable Instant last;

  private record Standstill(Instant end, Duration length) {}

  /** Takes the next event of the journal. */
  public void add(Event event) {
    Instant before = last;
    if (event instanceof Event.ScratchLost && before != null && before.isBefore(event.at())) {
      all.add(new Standstill(event.at(), Duration.between(before, event.at())));
    }
    last = event.at();
  }

  /** How long the run stood still after {@code start}, up to the last event. */
  public Duration since(Instant start) {
    return between(start, Instant.MAX);
  }

  /** How long the run stood still after {@code start}, as was known at {@code end}. */
  public Duration between(Instant start, Instant end) {
    return all.stream()
        .filter(each -> each.end().isAfter(start) && !each.end().isAfter(end))
        .map(each -> shorter(each.length(), Duration.between(start, each.end())))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
