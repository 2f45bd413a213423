package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies in the directory of open runs. Only the genesis of each folder is read.
 *
 * @param runs the genesis of each open run, by its id; its folder bears that name
 * @param unfinished names of folders whose runs were never opened, sorted
 * @param foreign names of everything else, sorted; nothing of the gateway's
 */
public record StagingListing(
    SortedMap<String, RunRecord> runs, List<String> unfinished, List<String> foreign) {

  /**
   * Lists {@code staging}; a directory that is not there holds nothing.
   *
   * @throws UncheckedIOException if it could not be read
   */
  public static StagingListing of(Path staging) {
    SortedMap<String, RunRecord> runs = new TreeMap<>();
    List<String> unfinished = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    for (String name : names(staging)) {
      if (isUnfinished(name)) {
        unfinished.add(name);
      } else if (!genesis(staging.resolve(name), runs)) {
        foreign.add(name);
      }
    }
    return new StagingListing(runs, List.copyOf(unfinished), List.copyOf(foreign));
  }

  /** Whether a folder of this name belongs to a run that was never opened. */
  public static boolean isUnfinished(String name) {
    return name.startsWith(FolderInitializer.UNFINISHED)
        && FolderInitializer.RUN_ID
            .matcher(name.substring(FolderInitializer.UNFINISHED.length()))
            .matches();
  }

  /**
   * Removes the folders of runs that were never opened, whatever they hold. Only before any run is
   * opened: a run that is being opened has such a folder.
   *
   * @throws UncheckedIOException if one could not be removed
   */
  public void removeUnfinished(Path staging) {
    try {
      for (String name : unfinished) {
        FolderInitializer.removeAll(DurableFs.local(), staging.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a folder that was never a run could not be removed", e);
    }
  }

  private static boolean genesis(Path folder, SortedMap<String, RunRecord> runs) {
    String name = folder.getFileName().toString();
    Path file = folder.resolve(FolderNames.RUN);
    if (!FolderInitializer.RUN_ID.matcher(name).matches()
        || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      RunRecord run = RunRecord.fromJson(StrictJson.readCanonical(Files.readAllBytes(file)));
      if (run.runId().equals(name)) {
        runs.put(name, run);
        return true;
      }
      return false;
    } catch (JsonFormatException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the genesis of " + name + " could not be read", e);
    }
  }

  private static List<String> names(Path staging) {
    if (!Files.isDirectory(staging)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(staging)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the open run folders could not be listed", e);
    }
  }
}
