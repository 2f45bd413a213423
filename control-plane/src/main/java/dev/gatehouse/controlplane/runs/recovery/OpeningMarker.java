package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runs are being opened, in a file that outlives the process, so that a run whose opening
 * exhausts the memory does not end every start.
 *
 * <p>The file is not forced: it is for ends of the process, not of the machine.
 */
final class OpeningMarker {
  /** After so many processes that ran out of memory while they opened a run, it is set aside. */
  static final int MOST = 2;

  private static final Logger LOG = LoggerFactory.getLogger(OpeningMarker.class);

  private final Path file;
  private final Path outOfMemory;
  private final Set<String> opening = new TreeSet<>();
  private final Map<String, Long> exhausted = new TreeMap<>();

  /**
   * A marker that is read by {@link #read}.
   *
   * @param file where it is kept
   * @param outOfMemory a file that is there if the former process ran out of memory
   */
  OpeningMarker(Path file, Path outOfMemory) {
    this.file = file;
    this.outOfMemory = outOfMemory;
  }

  /**
   * Takes over what the former process left; before any run is opened.
   *
   * @param known the runs that are still to be opened
   */
  synchronized void read(Set<String> known) {
    try {
      Json.Obj left = StrictJson.read(Files.readAllBytes(file));
      Json.Obj counts = left.object("exhausted");
      for (String runId : counts.members().keySet()) {
        exhausted.put(runId, counts.integer(runId));
      }
      if (Files.exists(outOfMemory)) {
        for (String runId : left.strings("opening")) {
          LOG.warn("the former process ran out of memory while it opened run {}", runId);
          exhausted.merge(runId, 1L, Long::sum);
        }
      }
    } catch (NoSuchFileException e) {
      // No run was ever opened after a start.
    } catch (JsonFormatException e) {
      LOG.warn("{} is not readable, and is written anew: {}", file, e.getMessage());
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
    }
    exhausted.keySet().retainAll(known);
    write();
    try {
      Files.deleteIfExists(outOfMemory);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", outOfMemory, e.getMessage());
    }
  }

  /** How many processes ran out of memory while they opened the run. */
  synchronized long exhausted(String runId) {
    return exhausted.getOrDefault(runId, 0L);
  }

  /** The run is being opened from now on. */
  synchronized void begin(String runId) {
    opening.add(runId);
    write();
  }

  /** The run is not being opened any more, whether that succeeded or failed. */
  synchronized void end(String runId) {
    opening.remove(runId);
    write();
  }

  /** The run is open, or is tried again on demand: former processes no longer count. */
  synchronized void forget(String runId) {
    if (exhausted.remove(runId) != null) {
      write();
    }
  }

  private void write() {
    Json.Builder counts = Json.object();
    exhausted.forEach(counts::put);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(
          next,
          Json.object()
              .put("opening", Json.Arr.ofStrings(List.copyOf(opening)))
              .put("exhausted", counts.build())
              .build()
              .canonical());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // Runs are opened without it, as they are where no process ever runs out of memory.
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
