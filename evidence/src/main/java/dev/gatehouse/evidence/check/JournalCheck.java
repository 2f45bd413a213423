package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.ContentReferences;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.journal.JournalReader;
import dev.gatehouse.evidence.journal.MerkleTree;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a journal once, line by line: canonical, in sequence, chained, ended, with its content. */
final class JournalCheck {
  private final FormatVersion format;
  private final Findings findings;
  private final MerkleTree tree = new MerkleTree();
  private final Set<Digest> carried = new HashSet<>();
  private final Set<Digest> wanted = new HashSet<>();
  private HashChain chain;
  private @Nullable RunStatus status;
  private @Nullable Digest closure;
  private @Nullable String agent;

  private JournalCheck(FormatVersion format, Findings findings, Digest genesis) {
    this.format = format;
    this.findings = findings;
    this.chain = HashChain.from(genesis);
  }

  /** Reads the journal as far as it chains. */
  static JournalCheck check(CheckedFolder folder, FormatVersion format, Digest genesis)
      throws IOException {
    JournalCheck check = new JournalCheck(format, folder.findings(), genesis);
    if (folder.listing().has(FolderNames.JOURNAL)) {
      try (JournalReader lines = JournalReader.open(folder.resolve(FolderNames.JOURNAL))) {
        check.read(lines);
      } catch (JsonFormatException e) {
        check.add(CheckCode.JOURNAL_MALFORMED, String.valueOf(e.getMessage()));
      }
      if (check.status == null) {
        check.add(CheckCode.JOURNAL_NOT_ENDED, "the last line is not run.end");
      }
    }
    return check;
  }

  /** Lines read, and the digest of the last. */
  HashChain chain() {
    return chain;
  }

  /** Root over the lines read. */
  Digest root() {
    return tree.root();
  }

  /** How the run ended, if the journal says. */
  Optional<RunStatus> status() {
    return Optional.ofNullable(status);
  }

  /** The closure that the first event names, if it names one. */
  Optional<Digest> closure() {
    return Optional.ofNullable(closure);
  }

  /**
   * Demands that everything relied on is there.
   *
   * @param closureCarries content that rides in the closure
   */
  void demandContent(CheckedFolder folder, Set<Digest> ofReports, Set<Digest> closureCarries) {
    Set<Digest> all = new java.util.TreeSet<>(wanted);
    all.addAll(ofReports);
    all.removeAll(closureCarries);
    for (Digest digest : all) {
      findings.demand(
          carried.contains(digest) || folder.listing().has(FolderNames.blob(digest)),
          CheckCode.CONTENT_MISSING,
          FolderNames.blob(digest),
          "the journal or a report relies on this content");
    }
  }

  private void read(JournalReader lines) throws IOException {
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      byte[] bytes = line.get();
      Json.Obj object = StrictJson.readCanonical(bytes);
      if (!follows(object)) {
        return;
      }
      event(object);
      tree.add(bytes);
      chain = chain.after(bytes);
    }
    if (lines.isTorn()) {
      add(CheckCode.JOURNAL_MALFORMED, "the last line has no line feed");
    }
  }

  private boolean follows(Json.Obj line) {
    boolean counted = line.integer("seq") == chain.next();
    boolean chained = line.string("prev").equals(chain.head().hex());
    if (!counted) {
      add(CheckCode.JOURNAL_SEQ_BROKEN, "seq is " + line.integer("seq"));
    }
    if (!chained) {
      add(CheckCode.JOURNAL_CHAIN_BROKEN, "prev is not the digest of what comes before");
    }
    return counted && chained;
  }

  private void event(Json.Obj line) {
    if (status != null) {
      add(CheckCode.JOURNAL_NOT_ENDED, "a line follows run.end");
    }
    try {
      if (line.string("kind").equals("run.end")) {
        status = line.parsed("status", RunStatus::valueOf);
      }
      Event event = EventCodec.read(format, line);
      Json.Obj again =
          EventCodec.write(event).put("seq", chain.next()).put("prev", chain.head().hex()).build();
      if (!again.equals(line)) {
        add(CheckCode.JOURNAL_EVENT_MALFORMED, "the line has members that its kind has not");
      }
      wanted.addAll(ContentReferences.of(event));
      InlineContent.carriedBy(event).forEach(content -> carried.add(content.sha256()));
      if (event instanceof Event.RunBegun begun && chain.next() == 0) {
        closure = begun.closureSha256().orElse(null);
        agent = begun.agent();
      }
      if (event instanceof Event.RunEnded ended) {
        ended.cancelled().ifPresent(this::canceller);
      }
    } catch (JsonFormatException | IllegalArgumentException e) {
      add(CheckCode.JOURNAL_EVENT_MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private void canceller(Cancellation cancelled) {
    if (cancelled.role() == Cancellation.Role.AGENT && !cancelled.by().equals(agent)) {
      add(CheckCode.JOURNAL_EVENT_MALFORMED, "the agent that cancelled the run is not its own");
    }
  }

  private void add(CheckCode code, String message) {
    findings.add(code, FolderNames.JOURNAL, "line " + (chain.next() + 1) + ": " + message);
  }
}
