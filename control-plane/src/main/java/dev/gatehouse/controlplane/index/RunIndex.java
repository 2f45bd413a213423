package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sealed runs of this gateway, by a file with one line for each, which is forced when the run
 * is sealed. In memory are their ids, their tasks and where their lines are; everything else of a
 * run is read from its line. The folders decide: a line that is damaged does not count, and what
 * the file lacks is read from the folders at start. Thread-safe.
 */
public final class RunIndex {
  private static final Logger LOG = LoggerFactory.getLogger(RunIndex.class);

  /** Lines that a start writes before it forces them. */
  private static final int FORCED_TOGETHER = 1000;

  private final Path folders;
  private final IndexFile file;
  private IndexedRuns runs = new IndexedRuns();

  /** Runs whose lines could not be written. */
  private final TreeMap<String, SealedSummary> unwritten = new TreeMap<>();

  private Optional<String> damage = Optional.empty();

  private RunIndex(Path file, Path folders) {
    this.file = new IndexFile(file);
    this.folders = folders;
  }

  /**
   * The index in {@code file} of the sealed folders in {@code folders}. Lines of folders that are
   * gone are left out; folders without a line are read, and get one.
   *
   * @throws UncheckedIOException if the folders cannot be listed, or the file cannot be read or
   *     written
   */
  public static RunIndex open(Path file, Path folders) {
    RunIndex index = new RunIndex(file, folders);
    try {
      index.load();
      return index;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the index of sealed runs cannot be opened; where %s is moved away it is made anew"
              .formatted(file),
          e);
    }
  }

  private synchronized void load() throws IOException {
    Set<String> names = names();
    if (file.exists()) {
      int damaged = readFile(names);
      if (damaged > 0) {
        damage = Optional.of("%s of its lines were damaged".formatted(damaged));
        rewrite(names);
      }
    } else if (!names.isEmpty()) {
      damage = Optional.of("it was missing");
    }
    damage.ifPresent(
        why -> LOG.warn("the index of sealed runs is made anew from their folders: {}", why));
    names.removeAll(runs.ids());
    addMissing(names.stream().sorted().toList());
  }

  private Set<String> names() throws IOException {
    Set<String> names = new HashSet<>();
    if (!Files.isDirectory(folders)) {
      return names;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folders)) {
      for (Path folder : found) {
        Path name = folder.getFileName();
        if (name != null && Identifier.isValid(name.toString())) {
          names.add(name.toString());
        }
      }
    }
    return names;
  }

  /**
   * Takes the lines of the folders of these names; of two lines for one run neither counts unless
   * they say the same.
   *
   * @return how many lines do not count for what they hold
   */
  private int readFile(Set<String> names) throws IOException {
    IndexedRuns read = new IndexedRuns();
    Set<String> contradicted = new HashSet<>();
    List<IndexFile.Place> damaged = new ArrayList<>();
    file.read((line, place) -> {
      if (line.isEmpty()) {
        damaged.add(place);
      } else if (names.contains(line.get().runId())) {
        SealedSummary run = line.get();
        Optional<IndexFile.Place> former = read.place(run.runId());
        if (former.isEmpty()) {
          read.put(run, Optional.of(place));
        } else if (!file.read(former.get()).equals(line)) {
          contradicted.add(run.runId());
        }
      }
    });
    contradicted.forEach(read::remove);
    runs = read;
    return damaged.size() + contradicted.size();
  }

  /** Leaves in the file what counts. */
  private void rewrite(Set<String> names) throws IOException {
    file.keep(runs.places());
    if (readFile(names) > 0) {
      throw new IOException("the index does not hold what was written");
    }
  }

  private void addMissing(List<String> names) throws IOException {
    int count = 0;
    for (int from = 0; from < names.size(); from += FORCED_TOGETHER) {
      List<SealedSummary> found = new ArrayList<>();
      for (String id : names.subList(from, Math.min(names.size(), from + FORCED_TOGETHER))) {
        fromFolder(id).ifPresent(found::add);
      }
      append(found);
      count += found.size();
    }
    if (count > 0) {
      LOG.info("{} sealed runs are new in the index", count);
    }
  }

  private Optional<SealedSummary> fromFolder(String runId) {
    return SealedSummary.ifReadable(folders.resolve(runId), SealedSummary::read);
  }

  private void append(Collection<SealedSummary> added) throws IOException {
    if (added.isEmpty()) {
      return;
    }
    List<IndexFile.Place> places = new ArrayList<>();
    try (IndexFile.Writer writer = file.writer()) {
      for (SealedSummary run : added) {
        places.add(writer.write(run));
      }
      writer.force();
    }
    int next = 0;
    for (SealedSummary run : added) {
      runs.put(run, Optional.of(places.get(next++)));
    }
  }

  /**
   * Makes the index say this of a run; on return its line is durable. If it cannot be written the
   * index says it all the same, and writes it with the next one; a start reads it from the folder.
   */
  public void add(SealedSummary run) {
    addAll(List.of(run));
  }

  /** The same of several runs. */
  public synchronized void addAll(Collection<SealedSummary> added) {
    boolean corrects = false;
    boolean changes = false;
    for (SealedSummary run : added) {
      boolean known = runs.has(run.runId());
      if (!known || !line(run.runId()).equals(Optional.of(run))) {
        corrects |= known;
        changes = true;
        runs.put(run, Optional.empty());
        unwritten.put(run.runId(), run);
      }
    }
    if (changes) {
      write(corrects);
    }
  }

  /** Writes what is not written yet. */
  private void write(boolean corrects) {
    try {
      if (corrects) {
        rewrite(Set.copyOf(runs.ids()));
      }
      append(List.copyOf(unwritten.values()));
      unwritten.clear();
    } catch (IOException e) {
      unwritten.values().forEach(run -> runs.put(run, Optional.empty()));
      LOG.error("the index of sealed runs cannot be written; it is tried again", e);
    }
  }

  /** Leaves out a run whose folder is gone. */
  public synchronized void forget(String runId) {
    runs.remove(runId);
    unwritten.remove(runId);
  }

  /** What the index says of a run. Where its line is damaged the folder is read. */
  public synchronized Optional<SealedSummary> find(String runId) {
    if (!runs.has(runId)) {
      return Optional.empty();
    }
    Optional<SealedSummary> line = line(runId);
    return line.isPresent() ? line : fromFolder(runId);
  }

  /** What the run's line says; nothing if there is none, or it is damaged. */
  public synchronized Optional<SealedSummary> line(String runId) {
    Optional<SealedSummary> pending = Optional.ofNullable(unwritten.get(runId));
    Optional<IndexFile.Place> place = runs.place(runId);
    if (pending.isPresent() || place.isEmpty()) {
      return pending;
    }
    try {
      return file.read(place.get()).filter(run -> run.runId().equals(runId));
    } catch (IOException e) {
      LOG.warn("the index of sealed runs cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Whose run it is, if it is a sealed one. */
  public synchronized Optional<TaskName> task(String runId) {
    return runs.task(runId);
  }

  /** The ids of all sealed runs, sorted: those that opened first come first. */
  public synchronized List<String> ids() {
    return List.copyOf(runs.ids());
  }

  /** Ids of sealed runs from {@code first} on, sorted. */
  public synchronized List<String> from(String first) {
    return runs.from(first);
  }

  /**
   * Which of its agent's runs of its task a run is, from 1.
   *
   * @param unsealed every run that is not sealed
   */
  synchronized int attempt(TaskName task, String runId, Collection<RunRecord> unsealed) {
    return runs.attempt(task, runId, unsealed);
  }

  /**
   * Its agent's runs of its task that opened after a run.
   *
   * @param unsealed every run that is not sealed
   */
  synchronized Set<String> later(TaskName task, String runId, Collection<RunRecord> unsealed) {
    return runs.later(task, runId, unsealed);
  }

  /** Why the start made the index anew, until {@link #damageReported}. */
  public synchronized Optional<String> damage() {
    return damage;
  }

  /** The damage is on record. */
  public synchronized void damageReported() {
    damage = Optional.empty();
  }
}
