package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds of a gateway whose clients have finished, whatever happened to it or to its engine.
 *
 * @param site where the clients worked
 * @param engine what the gateway uses
 */
record LoopEnd(Site site, Engine engine) {
  private static final Set<String> UNSAID = Set.of("COMMAND_NOT_CONFIRMED", "COMMAND_CONTRADICTED");

  /** A row may be missing or behind after a crash, and is put right; nothing else is found. */
  void requireNoAccusation(String when) {
    whole().requireNoAccusation(when);
  }

  /**
   * Every run is sealed and whole for both checks, no command of it lacks the engine's word, and
   * what clients were told is in it; how many runs there are.
   */
  int requireAllSealedAndWhole(List<LoopClient> clients) {
    List<RunView> all = site.gateway().operator().runs(500, Optional.empty());
    List<String> unsaid = new ArrayList<>();
    for (RunView run : all) {
      RunView sealed = site.awaitSeal(run.runId());
      whole().requireFolder(sealed);
      Path folder = Site.folder(sealed);
      String report = text(folder.resolve("data/gate_report.json"));
      if (UNSAID.stream().anyMatch(report::contains)) {
        unsaid.add(text(folder.resolve("data/journal.jsonl")));
      }
    }
    clients.forEach(LoopClient::requireFolders);
    requireNoAccusation("at the end");
    assertThat(unsaid).isEmpty();
    return all.size();
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
