package dev.gatehouse.controlplane.gatewaylog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.JournalBroken;
import dev.gatehouse.evidence.journal.JournalFile;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The gateway log in memory and on disk: a hash-chained list of identities, repositories, derived
 * profiles and merges (promise A7). An entry counts once it is forced.
 *
 * <p>Its readers are indexes: each follows the log from its first entry on, so that what they say
 * is what the log says and nothing else.
 */
public final class GatewayLog implements AutoCloseable {
  private static final Digest GENESIS = Digest.of("gatehouse gateway log 1".getBytes(UTF_8));

  private final JournalFile journal;
  private final List<Recorded> entries = new ArrayList<>();
  private final List<Consumer<Recorded>> followers = new ArrayList<>();

  /**
   * An entry in its place.
   *
   * @param seq its position, from 0
   */
  public record Recorded(long seq, Entry entry) {}

  private GatewayLog(JournalFile journal) {
    this.journal = journal;
  }

  /**
   * Opens the log; an empty one is made where there is none.
   *
   * @throws GatewayLogBroken if a whole line does not continue the chain, or is no entry
   */
  public static GatewayLog open(Path file) {
    try {
      return Files.exists(file) ? recover(file) : create(file);
    } catch (IOException | JsonRefused e) {
      throw new GatewayLogBroken(
          "the gateway log " + file + " cannot be trusted: " + e.getMessage(), e);
    }
  }

  private static GatewayLog create(Path file) throws IOException {
    JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      DurableFs.local().forceDirectory(parent);
    }
    return new GatewayLog(journal);
  }

  private static GatewayLog recover(Path file) throws IOException {
    JournalFile.Recovered recovered =
        JournalFile.recover(DurableFs.local(), file, GENESIS, tail -> keepTorn(file, tail));
    GatewayLog log = new GatewayLog(recovered.journal());
    for (Json.Obj line : recovered.lines()) {
      log.entries.add(new Recorded(line.integer("seq"), EntryCodec.read(line)));
    }
    return log;
  }

  /** Half a line was never acknowledged; a whole one that does not chain was changed. */
  private static void keepTorn(Path file, byte[] tail) throws IOException {
    for (byte b : tail) {
      if (b == '\n') {
        throw new JsonRefused("a line does not continue the chain");
      }
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
   * Writes an entry; on return it is durable and every follower has seen it.
   *
   * @return its position
   * @throws GatewayLogBroken if it could not be made durable; the log then takes no more entries
   */
  public synchronized long append(Entry entry) {
    try {
      long seq = journal.append(EntryCodec.write(entry));
      journal.force();
      Recorded recorded = new Recorded(seq, entry);
      entries.add(recorded);
      followers.forEach(follower -> follower.accept(recorded));
      return seq;
    } catch (JournalBroken e) {
      throw new GatewayLogBroken("the gateway log cannot be written: " + e.getMessage(), e);
    }
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
