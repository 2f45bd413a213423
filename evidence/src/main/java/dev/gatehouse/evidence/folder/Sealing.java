package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Seal;
import dev.gatehouse.evidence.attest.Statement.Subject;
import dev.gatehouse.evidence.attest.VerificationSummary;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Closes a run folder: keys and verdict, manifests, the seal (created once, by link), then one
 * rename into the directory of sealed runs, which is the commit point.
 */
public final class Sealing {
  private Sealing() {}

  /**
   * Seals a folder whose run has ended and whose checkpoint is written, and closes it.
   *
   * @param runs the directory of sealed runs, on the same file system as staging
   * @throws IllegalStateException if the folder is not ready or says otherwise than the facts; it
   *     is still open then
   * @throws MissingEvidenceException if a file that the seal needs is not there
   * @throws dev.gatehouse.evidence.json.JsonFormatException if one is malformed
   * @throws FolderWriteException if it could not be made durable
   */
  public static SealedFolder seal(
      OpenFolder folder, SigningKeys keys, SealInputs facts, Path runs) {
    SealPreconditions evidence = SealPreconditions.require(folder, facts);
    Path path = folder.path();
    FolderInitializer.requireName(path, folder.run());
    Checkpoint checkpoint = evidence.checkpoint();
    folder.write(FolderNames.ENVELOPE_KEY, pem(keys.envelope().publicKey().pem()));
    folder.write(FolderNames.CHECKPOINT_KEY, pem(keys.checkpoint().publicKey().pem()));
    folder.write(FolderNames.CHECKPOINT_VKEY, pem(checkpoint.vkey(keys.checkpoint().publicKey())));
    List<Subject> result = resultSubjects(path, facts);
    if (evidence.gateReport().isPresent()) {
      VerificationSummary vsa =
          VerificationSummary.of(
              folder.run(),
              StrictJson.readCanonical(evidence.gateReport().get()),
              facts.sealedAt());
      byte[] statement = vsa.toStatement(result).canonical();
      folder.write(FolderNames.VSA, Dsse.sign(statement, keys.envelope()));
    }
    Manifests manifests = Manifests.of(path, folder.run().runId());
    folder.write(FolderNames.BAGIT, Manifests.DECLARATION.getBytes(US_ASCII));
    folder.write(FolderNames.BAG_INFO, manifests.bagInfo());
    folder.write(FolderNames.MANIFEST, manifests.manifest());
    byte[] tagManifest = Manifests.tagManifest(path);
    folder.write(FolderNames.TAG_MANIFEST, tagManifest);
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.file(FolderNames.TAG_MANIFEST, Digest.of(tagManifest)));
    subjects.add(Subject.file(FolderNames.MANIFEST, Digest.of(manifests.manifest())));
    subjects.addAll(result);
    byte[] statement = seal(folder, facts, checkpoint, manifests).toStatement(subjects).canonical();
    byte[] envelope = Dsse.sign(statement, keys.envelope());
    try {
      forceDirectories(folder.fs(), path);
      folder.files().createOnce(path.resolve(FolderNames.SEAL), envelope);
      folder.close();
      return move(folder.fs(), path, runs.toAbsolutePath());
    } catch (IOException e) {
      throw folder.broken(e);
    }
  }

  /**
   * Does what is left of a sealing that a stop or a failure interrupted after the seal was there.
   *
   * @return the sealed run; empty if there is no sealed folder of that name, moved or not
   * @throws dev.gatehouse.evidence.json.JsonFormatException if the folder is the run of another
   *     name
   * @throws UncheckedIOException if it could not be moved
   */
  public static Optional<SealedFolder> finish(Path staging, String runId, Path runs) {
    Path path = staging.toAbsolutePath().resolve(runId);
    Path moved = runs.toAbsolutePath().resolve(runId);
    boolean isMoved = !Files.exists(path) && Files.exists(moved.resolve(FolderNames.SEAL));
    if (!isMoved && !Files.exists(path.resolve(FolderNames.SEAL))) {
      return Optional.empty();
    }
    byte[] genesis = FolderFiles.required(isMoved ? moved : path, FolderNames.RUN);
    FolderInitializer.requireName(path, RunRecord.fromJson(StrictJson.readCanonical(genesis)));
    DurableFs fs = DurableFs.local();
    try {
      return Optional.of(
          isMoved ? forceMoved(fs, path, moved) : move(fs, path, runs.toAbsolutePath()));
    } catch (IOException e) {
      throw new UncheckedIOException("run " + runId + " is sealed and could not be moved", e);
    }
  }

  private static SealedFolder move(DurableFs fs, Path path, Path runs) throws IOException {
    FolderInitializer.removeAll(fs, path.resolve(FolderNames.TEMPORARY));
    for (Path directory : directories(path).reversed()) {
      if (isEmpty(directory)) {
        fs.delete(directory);
      }
    }
    forceDirectories(fs, path);
    Digest seal = FolderFiles.digest(path.resolve(FolderNames.SEAL));
    Path target = runs.resolve(path.getFileName());
    if (Files.exists(target)) {
      throw new java.nio.file.FileAlreadyExistsException(target.toString());
    }
    fs.rename(path, target);
    forceNames(fs, path, target);
    return new SealedFolder(target, seal);
  }

  /** A folder that was moved, and whose new name may not be durable. */
  private static SealedFolder forceMoved(DurableFs fs, Path from, Path to) throws IOException {
    forceNames(fs, from, to);
    return new SealedFolder(to, FolderFiles.digest(to.resolve(FolderNames.SEAL)));
  }

  private static void forceNames(DurableFs fs, Path from, Path to) throws IOException {
    fs.forceDirectory(to.resolveSibling("."));
    fs.forceDirectory(from.resolveSibling("."));
  }

  private static Seal seal(
      OpenFolder folder, SealInputs facts, Checkpoint checkpoint, Manifests manifests) {
    return new Seal(
        folder.run().format(),
        folder.run().runId(),
        facts.status().name(),
        Digest.of(folder.run().toJson().canonical()),
        folder.run().policySha256(),
        new Seal.Journal(checkpoint.size(), folder.chain().head(), checkpoint.root()),
        manifests.files(),
        manifests.bytes(),
        facts.verdict().name(),
        facts.gateReportSha256(),
        folder.run().gatewayVersion(),
        facts.sealedAt());
  }

  private static List<Subject> resultSubjects(Path path, SealInputs facts) {
    List<Subject> subjects = new ArrayList<>();
    if (Files.exists(path.resolve(FolderNames.DIFF))) {
      subjects.add(
          Subject.file(FolderNames.DIFF, FolderFiles.digest(path.resolve(FolderNames.DIFF))));
    }
    facts.resultTree().ifPresent(tree -> subjects.add(Subject.resultTree(tree)));
    return subjects;
  }

  private static void forceDirectories(DurableFs fs, Path path) throws IOException {
    for (Path directory : directories(path).reversed()) {
      fs.forceDirectory(directory);
    }
  }

  /** The directory and all below it, each before what it holds. */
  private static List<Path> directories(Path path) throws IOException {
    try (var walk = Files.walk(path)) {
      return walk.filter(Files::isDirectory).toList();
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static byte[] pem(String text) {
    return text.getBytes(US_ASCII);
  }
}
