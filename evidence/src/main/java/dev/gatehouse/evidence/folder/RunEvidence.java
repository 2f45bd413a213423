package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.journal.JournalLine;
import dev.gatehouse.evidence.journal.JournalReader;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run folder as gates, rebuild and people read it. The journal's chain is followed; signatures
 * and manifests are the check's.
 */
public final class RunEvidence {
  private final Path folder;
  private final RunRecord run;
  private final Json.Obj policySnapshot;
  private final Digest policySha256;
  private final List<Event> events;
  private final ContentIndex contents;

  private RunEvidence(
      Path folder, RunRecord run, byte[] policy, List<Event> events, ContentIndex contents) {
    this.folder = folder;
    this.run = run;
    this.policySnapshot = StrictJson.readCanonical(policy);
    this.policySha256 = Digest.of(policy);
    this.events = events;
    this.contents = contents;
  }

  /**
   * Reads genesis, policy and journal; the other files are read when they are asked for.
   *
   * @throws MissingEvidenceException if one of the three is not there
   * @throws JsonFormatException if one of them is not canonical, does not chain, or is not a run's
   */
  public static RunEvidence read(Path folder) {
    byte[] genesis = FolderFiles.required(folder, FolderNames.RUN);
    RunRecord run =
        named(FolderNames.RUN, () -> RunRecord.fromJson(StrictJson.readCanonical(genesis)));
    byte[] policy = FolderFiles.required(folder, FolderNames.POLICY);
    ContentIndex contents = new ContentIndex(folder);
    readJournal(folder, run.format(), Digest.of(genesis), contents);
    List<Event> events = events(folder, run.format());
    return named(FolderNames.POLICY, () -> new RunEvidence(folder, run, policy, events, contents));
  }

  /** The genesis. */
  public RunRecord run() {
    return run;
  }

  /** The policy as pinned. */
  public Json.Obj policySnapshot() {
    return policySnapshot;
  }

  /** Digest of the policy snapshot's file, whatever the genesis says of it. */
  public Digest policySha256() {
    return policySha256;
  }

  /** Every event, in order; a list that is read from the journal each time that it is used. */
  public List<Event> events() {
    return events;
  }

  /**
   * Content that an event carries or a blob holds; content of no bytes is always there.
   *
   * @throws MissingEvidenceException if the blob holds other bytes than its name says
   */
  public Optional<byte[]> content(Digest sha256) {
    return contents.find(sha256);
  }

  /**
   * The result tree.
   *
   * @throws JsonFormatException if it is malformed, or its files do not make the git tree that it
   *     names
   */
  public Optional<Tree> tree() {
    return FolderFiles.optional(folder, FolderNames.TREE)
        .map(bytes -> named(FolderNames.TREE, () -> readTree(bytes)));
  }

  /**
   * The verifier's report.
   *
   * @throws JsonFormatException if it is malformed
   */
  public Optional<VerifierReport> verifierReport() {
    return FolderFiles.optional(folder, FolderNames.VERIFIER_REPORT)
        .map(bytes ->
            named(
                FolderNames.VERIFIER_REPORT,
                () -> VerifierReport.fromJson(StrictJson.readCanonical(bytes))));
  }

  /**
   * What the policy takes because of the base; empty where the first event names no closure.
   *
   * @throws MissingEvidenceException if it is not there, or is another
   * @throws JsonFormatException if it is malformed
   */
  public Optional<ControlClosure> closure() {
    return Closures.read(folder, events);
  }

  /**
   * Why closing failed, if it did.
   *
   * @throws JsonFormatException if it is malformed, or the folder's format has no such file
   */
  public Optional<ClosingFailure> failure() {
    return FolderFiles.optional(folder, FolderNames.FAILURE)
        .map(bytes -> named(FolderNames.FAILURE, () -> readFailure(bytes)));
  }

  /**
   * The request of a call: as its event has it, or the blob that it names.
   *
   * @return empty where the request was not kept
   * @throws MissingEvidenceException if the blob is not there or holds other bytes
   * @throws JsonFormatException if the blob is not a canonical object
   */
  public Optional<Json.Obj> request(CallRequest request) {
    return switch (request) {
      case CallRequest.Inline(Json.Obj whole) -> Optional.of(whole);
      case CallRequest.Reference reference when !reference.kept() -> Optional.empty();
      case CallRequest.Reference reference ->
          Optional.of(
              StrictJson.readCanonical(
                  content(reference.sha256())
                      .orElseThrow(() ->
                          new MissingEvidenceException(
                              "the request " + reference.sha256() + " is gone"))));
    };
  }

  /** The bytes of the gate report. */
  public Optional<byte[]> gateReport() {
    return FolderFiles.optional(folder, FolderNames.GATE_REPORT);
  }

  /** How many bytes the patch from the base to the result has, if there is one. */
  public OptionalLong diffBytes() {
    return FolderFiles.size(folder, FolderNames.DIFF);
  }

  /**
   * What a gate report is bound to: SHA-256 over the lines that {@code sha256sum} writes of every
   * file under {@code data/} but the gate report, in byte order of the names.
   */
  public Digest evidenceRoot() {
    MessageDigest sha256 = Digest.sha256();
    for (String name : FolderFiles.list(folder, "data")) {
      if (!name.equals(FolderNames.GATE_REPORT)) {
        sha256.update(FolderFiles.sumLine(folder, name).getBytes(US_ASCII));
      }
    }
    return Digest.ofRaw(sha256.digest());
  }

  private ClosingFailure readFailure(byte[] bytes) {
    if (!run.format().includes(FormatVersion.TWO)) {
      throw new JsonFormatException("a folder of format 1 has no such file");
    }
    return ClosingFailure.fromJson(StrictJson.readCanonical(bytes));
  }

  private static Tree readTree(byte[] bytes) {
    Json.Obj json = StrictJson.readCanonical(bytes);
    Tree tree = Tree.fromJson(json);
    if (!tree.gitTree().hex().equals(json.string("gitTree"))) {
      throw new JsonFormatException("its files do not make the git tree that it names");
    }
    return tree;
  }

  private static List<Event> events(Path folder, FormatVersion format) {
    try {
      JournalIndex index = JournalIndex.of(folder.resolve(FolderNames.JOURNAL));
      return new JournalEvents(index, format, 0, index.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads every line once; of its events nothing is kept but where their contents are. */
  private static void readJournal(
      Path folder, FormatVersion format, Digest genesis, ContentIndex contents) {
    HashChain chain = HashChain.from(genesis);
    try (JournalReader lines = JournalReader.open(folder.resolve(FolderNames.JOURNAL))) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        HashChain before = chain;
        byte[] bytes = line.get();
        String place = FolderNames.JOURNAL + " line " + (before.next() + 1);
        Event event = named(place, () -> EventCodec.read(format, before.read(bytes)));
        long start = lines.position() - bytes.length - 1;
        contents.add(event, new JournalLine(before.next(), start, bytes));
        chain = before.after(bytes);
      }
      if (lines.isTorn()) {
        throw new JsonFormatException(FolderNames.JOURNAL + " does not end in a line feed");
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new MissingEvidenceException("the run folder has no " + FolderNames.JOURNAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T named(String name, java.util.function.Supplier<T> reader) {
    try {
      return reader.get();
    } catch (JsonFormatException e) {
      throw new JsonFormatException(name + ": " + e.getMessage(), e);
    }
  }
}
