package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.durable.DurableFiles;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.JournalFile;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a run folder comes to be, and how it is opened again after a stop. */
final class FolderStart {
  private static final Pattern RUN_ID = Pattern.compile("[0-9a-z-]{1,128}");

  private FolderStart() {}

  static OpenFolder create(DurableFs fs, Path staging, RunRecord run, Json.Obj policy)
      throws IOException {
    byte[] genesis = run.toJson().canonical();
    byte[] snapshot = policy.canonical();
    if (!RUN_ID.matcher(run.runId()).matches()) {
      throw new IllegalArgumentException("a run id has lower-case letters, digits and -");
    }
    if (!Digest.of(snapshot).equals(run.policySha256())) {
      throw new IllegalArgumentException("the run record names another policy");
    }
    Path folder = staging.resolve(run.runId());
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    // Under a name that no run has until all of it is durable: a crash leaves no half folder.
    Path unfinished = staging.resolve(".new-" + run.runId());
    removeAll(fs, unfinished);
    List<String> directories =
        List.of("", "tmp", "attestations", "keys", "data", "data/policy", "data/blobs");
    for (String directory : directories) {
      fs.createDirectory(unfinished.resolve(directory));
    }
    fs.createDirectory(unfinished.resolve(FolderNames.BLOBS));
    DurableFiles files = new DurableFiles(fs, unfinished.resolve(FolderNames.TEMPORARY));
    files.createOnce(unfinished.resolve(FolderNames.RUN), genesis);
    files.createOnce(unfinished.resolve(FolderNames.POLICY), snapshot);
    JournalFile journal =
        JournalFile.create(fs, unfinished.resolve(FolderNames.JOURNAL), Digest.of(genesis));
    for (String directory : directories.reversed()) {
      fs.forceDirectory(unfinished.resolve(directory));
    }
    fs.rename(unfinished, folder);
    fs.forceDirectory(staging);
    return new OpenFolder(fs, folder, run, policy, journal);
  }

  static OpenFolder recover(DurableFs fs, Path folder) throws IOException {
    byte[] genesis = FolderFiles.required(folder, FolderNames.RUN);
    RunRecord run = RunRecord.fromJson(StrictJson.readCanonical(genesis));
    Json.Obj policy = StrictJson.readCanonical(FolderFiles.required(folder, FolderNames.POLICY));
    Path temporary = folder.resolve(FolderNames.TEMPORARY);
    removeAll(fs, temporary);
    fs.createDirectory(temporary);
    BlobStore blobs = new BlobStore(fs, new DurableFiles(fs, temporary), folder);
    JournalFile.Recovered recovered =
        JournalFile.recover(
            fs, folder.resolve(FolderNames.JOURNAL), Digest.of(genesis), blobs::put);
    OpenFolder open = new OpenFolder(fs, folder, run, policy, recovered.journal());
    recovered.lines().forEach(line -> open.remember(EventCodec.read(run.format(), line)));
    return open;
  }

  static List<String> list(Path staging) throws IOException {
    try (Stream<Path> entries = Files.list(staging)) {
      return entries
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> path.getFileName().toString())
          .filter(name -> RUN_ID.matcher(name).matches())
          .sorted()
          .toList();
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
