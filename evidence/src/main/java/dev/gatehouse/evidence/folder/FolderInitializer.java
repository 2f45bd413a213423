package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.durable.DurableFiles;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.JournalFile;
import dev.gatehouse.evidence.journal.JournalWriteException;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a run folder comes to be, and how it is opened again after a stop. */
final class FolderInitializer {
  static final Pattern RUN_ID = Pattern.compile("[0-9a-z-]{1,128}");

  /** What the name of a folder begins with until all of it is durable. */
  static final String UNFINISHED = ".new-";

  private FolderInitializer() {}

  static OpenFolder create(
      DurableFs fs, Path staging, RunRecord run, RunTerms terms, List<Event> first)
      throws IOException {
    Json.Obj policy = terms.policy();
    if (!RUN_ID.matcher(run.runId()).matches()) {
      throw new IllegalArgumentException("a run id has lower-case letters, digits and -");
    }
    if (!Digest.of(policy.canonical()).equals(run.policySha256())) {
      throw new IllegalArgumentException("the run record names another policy");
    }
    Path folder = staging.resolve(run.runId());
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    // Under a name that no run has until all of it is durable: a crash leaves no half folder.
    Path unfinished = staging.resolve(UNFINISHED + run.runId());
    try {
      WrittenEvents written = new WrittenEvents(folder);
      JournalFile journal = fill(fs, unfinished, run, terms, first, written);
      try {
        fs.rename(unfinished, folder);
        fs.forceDirectory(staging);
        return new OpenFolder(fs, folder, run, policy, journal, written);
      } catch (IOException e) {
        journal.close();
        discard(fs, folder, e);
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      discard(fs, unfinished, e);
      throw e;
    }
  }

  private static JournalFile fill(
      DurableFs fs,
      Path unfinished,
      RunRecord run,
      RunTerms terms,
      List<Event> first,
      WrittenEvents written)
      throws IOException {
    byte[] genesis = run.toJson().canonical();
    removeAll(fs, unfinished);
    List<String> directories =
        List.of("", "tmp", "attestations", "keys", "data", "data/policy", "data/blobs");
    for (String directory : directories) {
      fs.createDirectory(unfinished.resolve(directory));
    }
    fs.createDirectory(unfinished.resolve(FolderNames.BLOBS));
    DurableFiles files = new DurableFiles(fs, unfinished.resolve(FolderNames.TEMPORARY));
    files.createOnce(unfinished.resolve(FolderNames.RUN), genesis);
    files.createOnce(unfinished.resolve(FolderNames.POLICY), terms.policy().canonical());
    if (terms.closure().isPresent()) {
      files.createOnce(unfinished.resolve(FolderNames.CLOSURE), terms.closure().get().canonical());
      BlobStore blobs = new BlobStore(fs, files, unfinished, /* ended= */ false);
      for (byte[] content : terms.blobs()) {
        blobs.put(content);
      }
    }
    JournalFile journal =
        JournalFile.create(fs, unfinished.resolve(FolderNames.JOURNAL), Digest.of(genesis));
    try {
      for (Event event : first) {
        written.add(event, journal.append(EventCodec.write(event).build()));
      }
      journal.force();
      for (String directory : directories.reversed()) {
        fs.forceDirectory(unfinished.resolve(directory));
      }
      return journal;
    } catch (JournalWriteException e) {
      journal.close();
      throw new IOException(e);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Removes a folder because of {@code failure}, which carries what could not be removed. */
  private static void discard(DurableFs fs, Path folder, Exception failure) {
    try {
      removeAll(fs, folder);
    } catch (IOException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }

  static OpenFolder recover(DurableFs fs, Path folder) throws IOException {
    byte[] genesis = FolderFiles.required(folder, FolderNames.RUN);
    RunRecord run = RunRecord.fromJson(StrictJson.readCanonical(genesis));
    requireName(folder, run);
    Json.Obj policy = StrictJson.readCanonical(FolderFiles.required(folder, FolderNames.POLICY));
    Path temporary = folder.resolve(FolderNames.TEMPORARY);
    removeAll(fs, temporary);
    fs.createDirectory(temporary);
    BlobStore blobs =
        new BlobStore(fs, new DurableFiles(fs, temporary), folder, /* ended= */ false);
    WrittenEvents written = new WrittenEvents(folder);
    JournalFile journal =
        JournalFile.recover(
            fs,
            folder.resolve(FolderNames.JOURNAL),
            Digest.of(genesis),
            (line, members) -> written.add(EventCodec.read(run.format(), members), line),
            blobs::put);
    return new OpenFolder(fs, folder, run, policy, journal, written);
  }

  /** Refuses a folder that bears another name than its run's. */
  static void requireName(Path folder, RunRecord run) {
    if (!folder.getFileName().toString().equals(run.runId())) {
      throw new JsonFormatException("its genesis is that of another run, " + run.runId());
    }
  }

  static void removeAll(DurableFs fs, Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.forEach(paths::add);
    }
    for (Path path : paths.reversed()) {
      fs.delete(path);
    }
  }
}
