package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What holds of a gateway whose clients have finished, whatever happened to it or to its engine.
 *
 * @param site where the clients worked
 * @param engine what the gateway uses
 */
record LoopEnd(RegisteredRepository site, Engine engine) {
  /** How long after a command's outcome an engine may still have to learn of its end. */
  private static final Duration LEARNS_WITHIN = Duration.ofSeconds(2);

  /** An engine that got its signal at {@code from} had ended by {@code until}. */
  record Outage(Instant from, Instant until) {
    private boolean lost(Instant commandEnded) {
      return commandEnded.isAfter(from.minus(LEARNS_WITHIN)) && commandEnded.isBefore(until);
    }
  }

  /** A row may be missing or behind after a crash, and is put right; nothing else is found. */
  void requireNoAccusation(String when) {
    whole().requireNoAccusation(when);
  }

  /**
   * Every run is sealed and whole for both checks, every command of it has the engine's word, and
   * what clients were answered is in it; how many runs there are.
   */
  int requireAllSealedAndWhole(List<LoopClient> clients) {
    return requireAllSealedAndWhole(clients, List.of());
  }

  /**
   * The same, but a command that ended just before the engine did may lack its word.
   *
   * @param outages when the engine was away
   */
  int requireAllSealedAndWhole(List<LoopClient> clients, List<Outage> outages) {
    List<RunView> all = site.gateway().operator().runs(RunQuery.ALL, 500);
    // The oldest first, as they are closed: each is waited for by itself.
    for (RunView run : all.reversed()) {
      RunView sealed = site.awaitSeal(run.runId());
      whole().requireFolder(sealed);
      Path folder = RegisteredRepository.folder(sealed);
      String report = text(folder.resolve("data/gate_report.json"));
      assertThat(report).doesNotContain("COMMAND_CONTRADICTED");
      List<Instant> unconfirmed = unconfirmed(RunEvidence.read(folder).events());
      assertThat(report.contains("COMMAND_NOT_CONFIRMED"))
          .as(report)
          .isEqualTo(!unconfirmed.isEmpty());
      assertThat(unconfirmed)
          .as(text(folder.resolve("data/journal.jsonl")))
          .allMatch(ended -> outages.stream().anyMatch(outage -> outage.lost(ended)));
    }
    clients.forEach(LoopClient::requireFolders);
    requireNoAccusation("at the end");
    return all.size();
  }

  /** When the commands of a run ended of whose ending its engine said nothing. */
  private static List<Instant> unconfirmed(List<Event> events) {
    Set<String> confirmed =
        events.stream()
            .filter(CallConfirmed.class::isInstance)
            .map(event -> ((CallConfirmed) event).callId())
            .collect(Collectors.toSet());
    return events.stream()
        .filter(CallEnded.class::isInstance)
        .map(CallEnded.class::cast)
        .filter(ended -> ended.answer().has("ending") && !confirmed.contains(ended.callId()))
        .map(CallEnded::at)
        .toList();
  }

  /** Returns when neither engine, machine nor data directory has anything of an open run. */
  void awaitNothingLeft() {
    whole().requireNothingLeft();
  }

  private Whole whole() {
    return new Whole(site.gateway(), engine);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
