package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.GatewayLogLines;
import dev.gatehouse.evidence.journal.JournalFile;
import dev.gatehouse.evidence.journal.JournalTail;
import dev.gatehouse.evidence.journal.JournalWriteException;
import dev.gatehouse.evidence.journal.MerkleTree;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gateway log in memory and on disk: a hash-chained list of identities, repositories, derived
 * profiles and merges (promise A7), its tip signed. An entry counts once it is forced.
 *
 * <p>Its readers are indexes: each follows the log from its first entry on, so that what they say
 * is what the log says and nothing else.
 */
public final class GatewayLog implements AutoCloseable {
  private final Path file;
  private final LogCheckpoint checkpoint;
  private JournalFile journal;
  private MerkleTree tree = new MerkleTree();
  private Optional<String> origin = Optional.empty();
  private boolean broken;
  private final List<Recorded> entries = new ArrayList<>();
  private final List<Consumer<Recorded>> followers = new ArrayList<>();

  /**
   * An entry in its place.
   *
   * @param seq its position, from 0
   */
  public record Recorded(long seq, GatewayLogEntry entry) {}

  private GatewayLog(Path file, JournalFile journal, LogCheckpoint checkpoint) {
    this.file = file;
    this.journal = journal;
    this.checkpoint = checkpoint;
  }

  /**
   * Opens the log; an empty one is made where there is none. One that has no checkpoint yet, since
   * an older version wrote it, is signed as it is.
   *
   * @param accepted digest of the last line of a log that is taken though it is not what was
   *     signed; that is an entry of its own
   * @throws GatewayLogException if a whole line does not continue the chain, is not an entry, or
   *     was never signed, or a signed one is gone
   */
  static GatewayLog open(
      Path file, LogCheckpoint checkpoint, String accepted, InstantSource clock) {
    try {
      GatewayLog log = Files.exists(file) ? recover(file, checkpoint) : create(file, checkpoint);
      GatewayLogLines lines = GatewayLogLines.read(file);
      log.origin = lines.origin();
      lines.lines().forEach(log.tree::add);
      try {
        checkpoint.require(lines);
      } catch (GatewayLogException e) {
        if (!e.isAcceptedBy(accepted)) {
          log.close();
          throw e;
        }
        checkpoint.sign(lines);
        log.append(
            new GatewayLogEntry.LogAccepted(
                clock.instant(), "gateway", e.code().name(), String.valueOf(e.getMessage())));
      }
      return log;
    } catch (IOException | JsonFormatException e) {
      throw new GatewayLogException("the gateway log cannot be trusted: " + e.getMessage(), e);
    }
  }

  private static GatewayLog create(Path file, LogCheckpoint checkpoint) throws IOException {
    JournalFile journal = JournalFile.create(DurableFs.local(), file, GatewayLogLines.GENESIS);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      DurableFs.local().forceDirectory(parent);
    }
    return new GatewayLog(file, journal, checkpoint);
  }

  private static GatewayLog recover(Path file, LogCheckpoint checkpoint) throws IOException {
    List<Recorded> found = new ArrayList<>();
    GatewayLog log = new GatewayLog(file, recover(file, found), checkpoint);
    log.entries.addAll(found);
    return log;
  }

  private static JournalFile recover(Path file, List<Recorded> found) throws IOException {
    return JournalFile.recover(
        DurableFs.local(),
        file,
        GatewayLogLines.GENESIS,
        (line, members) -> found.add(new Recorded(line.seq(), GatewayLogEntryCodec.read(members))),
        GatewayLog::keepTorn);
  }

  /** A torn tail was never acknowledged. */
  private static void keepTorn(JournalTail torn) throws IOException {
    Path file = torn.file();
    byte[] tail;
    try (InputStream in = torn.open()) {
      tail = in.readAllBytes();
    }
    Path directory = file.toAbsolutePath().getParent();
    Path kept = file.resolveSibling(file.getFileName() + ".torn-" + Digest.of(tail).hex());
    if (directory == null || Files.exists(kept)) {
      return;
    }
    try (DurableFs.Output output = DurableFs.local().create(kept)) {
      Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
      output.write(tail);
      output.force();
    }
    DurableFs.local().forceDirectory(directory);
  }

  /**
   * Writes an entry; on return it is durable and every follower has seen it. A log that could not
   * be written is opened again at once, or else by the next append: an entry that had reached it
   * all the same counts.
   *
   * @return its position
   * @throws GatewayLogException if it could not be made durable, or if an entry that did not count
   *     before was found: what the caller decided may be wrong by now
   */
  public synchronized long append(GatewayLogEntry entry) {
    long seq = entries.size();
    if (broken) {
      openAgain();
      if (entries.size() > seq) {
        throw new GatewayLogException(
            "the gateway log is open again, with an entry that had not counted",
            new IllegalStateException());
      }
    }
    Json.Obj members = GatewayLogEntryCodec.write(entry);
    byte[] line = journal.chain().line(members);
    broken = true;
    try {
      tree.add(line);
      String signedAs = origin.orElseGet(() -> GatewayLogLines.originOf(line));
      checkpoint.announce(signedAs, tree);
      var _ = journal.append(members);
      journal.force();
      checkpoint.settle();
      origin = Optional.of(signedAs);
    } catch (IOException | JournalWriteException e) {
      openAgainAfter(
          new GatewayLogException("the gateway log cannot be written: " + e.getMessage(), e));
      return seq;
    }
    broken = false;
    count(new Recorded(seq, entry));
    return seq;
  }

  /** Throws the failure unless the entry that was written had reached the log. */
  private void openAgainAfter(GatewayLogException failure) {
    int before = entries.size();
    try {
      openAgain();
    } catch (GatewayLogException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (entries.size() == before) {
      throw failure;
    }
  }

  /** Reads the log as a start does; what it had before has to be there. */
  private void openAgain() {
    try {
      journal.close();
      List<Recorded> found = new ArrayList<>();
      journal = recover(file, found);
      GatewayLogLines lines = GatewayLogLines.read(file);
      int known = entries.size();
      if (found.size() < known || !found.subList(0, known).equals(entries)) {
        throw new GatewayLogException(
            ApiErrorCode.GATEWAY_LOG_DIFFERS, "its lines are not those that it had", lines.head());
      }
      checkpoint.require(lines);
      tree = new MerkleTree();
      lines.lines().forEach(tree::add);
      origin = lines.origin();
      broken = false;
      found.subList(known, found.size()).forEach(this::count);
    } catch (IOException | JsonFormatException e) {
      throw new GatewayLogException("the gateway log cannot be opened again: " + e.getMessage(), e);
    }
  }

  private void count(Recorded recorded) {
    entries.add(recorded);
    followers.forEach(follower -> follower.accept(recorded));
  }

  /** Every entry so far, in order. */
  public synchronized List<Recorded> entries() {
    return List.copyOf(entries);
  }

  /** Hands every entry to {@code follower}, those to come as well; called under the log's lock. */
  public synchronized void follow(Consumer<Recorded> follower) {
    entries.forEach(follower);
    followers.add(follower);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
