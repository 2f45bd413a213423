package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.durable.DurableFiles;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.JournalFile;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.journal.JournalLine;
import dev.gatehouse.evidence.journal.JournalWriteException;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an open run, and its only writer (promises F4, F6, C4). Safe for many threads.
 *
 * <p>Everything is forced before it is relied on: content before the event that refers to it, an
 * event before its call is answered. A write or force that fails breaks the folder permanently;
 * what had been acknowledged is found again by {@link #recover}.
 */
public final class OpenFolder implements AutoCloseable {
  private final DurableFs fs;
  private final Path path;
  private final RunRecord run;
  private final Json.Obj policySnapshot;
  private final JournalFile journal;
  private final JournalIndex index;
  private final WrittenEvents written;
  private final DurableFiles files;
  private final BlobStore blobs;
  private volatile @Nullable Throwable failure;

  OpenFolder(
      DurableFs fs,
      Path path,
      RunRecord run,
      Json.Obj policySnapshot,
      JournalFile journal,
      WrittenEvents written) {
    this.fs = fs;
    this.path = path;
    this.run = run;
    this.policySnapshot = policySnapshot;
    this.journal = journal;
    this.index = JournalIndex.of(path.resolve(FolderNames.JOURNAL), journal);
    this.written = written;
    this.files = new DurableFiles(fs, path.resolve(FolderNames.TEMPORARY));
    this.blobs = new BlobStore(fs, files, path, written.ended());
  }

  /**
   * Creates {@code staging/<runId>}; all of it is durable on return, or nothing of that name is
   * there.
   *
   * @param staging an existing directory
   * @param terms the policy whose digest {@code run} names, and its closure
   * @param first the first events of its journal
   * @throws UncheckedIOException if it could not be made
   */
  public static OpenFolder create(Path staging, RunRecord run, RunTerms terms, Event... first) {
    return create(DurableFs.local(), staging, run, terms, first);
  }

  static OpenFolder create(
      DurableFs fs, Path staging, RunRecord run, RunTerms terms, Event... first) {
    try {
      return FolderInitializer.create(fs, staging.toAbsolutePath(), run, terms, List.of(first));
    } catch (IOException e) {
      throw new UncheckedIOException("run folder " + run.runId() + " could not be made", e);
    }
  }

  /**
   * Opens {@code staging/<runId>} after a stop of any kind; a folder that bears a seal already is
   * {@link Sealing#finish}'s. Bytes after the last whole line that chains were never acknowledged:
   * they are kept as a blob and cut off.
   *
   * @throws MissingEvidenceException if there is no such folder
   * @throws dev.gatehouse.evidence.json.JsonFormatException if what it holds is not a run's, or is
   *     the run of another name
   * @throws UncheckedIOException if it could not be read or repaired
   */
  public static OpenFolder recover(Path staging, String runId) {
    return recover(DurableFs.local(), staging, runId);
  }

  static OpenFolder recover(DurableFs fs, Path staging, String runId) {
    try {
      return FolderInitializer.recover(fs, staging.toAbsolutePath().resolve(runId));
    } catch (IOException e) {
      throw new UncheckedIOException("run folder " + runId + " could not be recovered", e);
    }
  }

  /** The genesis. */
  public RunRecord run() {
    return run;
  }

  /** The policy as pinned. */
  public Json.Obj policySnapshot() {
    return policySnapshot;
  }

  /** Every event so far, in order; a list that does not change, read from the journal when used. */
  public List<Event> events() {
    return new JournalEvents(index, run.format(), 0, index.size());
  }

  /** Where the lines of the journal are; it grows with the journal. */
  public JournalIndex journal() {
    return index;
  }

  /** Bytes of the journal now; no file is looked at. */
  public long journalBytes() {
    return index.bytes();
  }

  /** What the blobs take now; throws {@link UncheckedIOException} if they cannot be listed. */
  public BlobUsage blobUsage() {
    return blobs.usage();
  }

  /** Bytes of the requests that events keep as blobs; one that is there twice, twice. */
  public long requestBytes() {
    return written.requestBytes();
  }

  /** Whether nothing that was written or forced has failed. */
  public boolean isWhole() {
    return failure == null;
  }

  /** Where the folder is. */
  public Path path() {
    return path;
  }

  /**
   * Writes the next event and returns its {@code seq}; durable after the next {@link #force}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if it holds what evidence may not have
   * @throws IllegalStateException after the run's end
   * @throws FolderWriteException if the folder broke, now or before
   */
  public synchronized long append(Event event) {
    requireWhole();
    if (written.ended()) {
      throw new IllegalStateException("run " + run.runId() + " has ended");
    }
    if (event instanceof Event.RunEnded) {
      blobs.end();
    }
    try {
      JournalLine line = journal.append(EventCodec.write(event).build());
      written.add(event, line);
      return line.seq();
    } catch (JournalWriteException e) {
      throw broken(e);
    }
  }

  /**
   * Returns when everything appended before the call is durable; concurrent calls share a force.
   *
   * @throws FolderWriteException if the folder broke, now or before
   */
  public void force() {
    requireWhole();
    try {
      journal.force();
    } catch (JournalWriteException e) {
      throw broken(e);
    }
  }

  /**
   * Keeps content; it is durable on return. The same content again makes no second blob. Throws
   * {@link FolderEndedException} after the run's end, {@link FolderWriteException} if it broke.
   */
  public Digest putBlob(byte[] content) {
    requireWhole();
    try {
      return blobs.put(content);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Content that an event carries or a blob holds; content of no bytes is always there.
   *
   * @throws MissingEvidenceException if the blob holds other bytes than its name says
   */
  public Optional<byte[]> content(Digest sha256) {
    return written.content(sha256);
  }

  /**
   * Writes or replaces a file under {@code data/}, whole and durable.
   *
   * @param name one of the folder's files that are written while it is open
   * @throws FolderWriteException if the folder broke, now or before
   */
  public void writeData(String name, byte[] bytes) {
    writeData(name, new ByteArrayInputStream(bytes));
  }

  /** As {@link #writeData(String, byte[])}, of content that is read in pieces to its end. */
  public void writeData(String name, InputStream content) {
    if (!FolderNames.WRITABLE.contains("data/" + name)) {
      throw new IllegalArgumentException("a run folder has no data/" + name + " to write");
    }
    write("data/" + name, content);
  }

  /** Removes what {@link #writeData} wrote, if it is there; throws as that does. */
  public void removeData(String name) {
    requireWhole();
    try {
      files.remove(path.resolve("data").resolve(name));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Signs the final checkpoint over the journal, once: a second call leaves the first as it is.
   *
   * @throws IllegalStateException before the run's end, or if another checkpoint was signed
   * @throws FolderWriteException if the folder broke, now or before
   */
  public void checkpoint(SigningKeys keys) {
    force();
    if (!written.ended()) {
      throw new IllegalStateException("run " + run.runId() + " has not ended");
    }
    JournalRoot.sign(this, keys);
  }

  /** Closes the journal without forcing it; nothing else is held. */
  @Override
  public void close() {
    try {
      journal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String name, byte[] bytes) {
    write(name, new ByteArrayInputStream(bytes));
  }

  private void write(String name, InputStream content) {
    requireWhole();
    try {
      files.replace(path.resolve(name), content);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  DurableFs fs() {
    return fs;
  }

  DurableFiles files() {
    return files;
  }

  HashChain chain() {
    return journal.chain();
  }

  FolderWriteException broken(Exception cause) {
    failure = cause;
    return new FolderWriteException(
        "run folder " + run.runId() + " could not be made durable", cause);
  }

  private void requireWhole() {
    Throwable cause = failure;
    if (cause != null) {
      throw new FolderWriteException("run folder " + run.runId() + " broke before", cause);
    }
  }
}
