package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.check.GatewayLogCheck;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.GatewayLogLines;
import dev.gatehouse.evidence.journal.GatewayLogLines.Standing;
import dev.gatehouse.evidence.journal.MerkleTree;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The signed checkpoint of the gateway log. That of a line is signed and durable, beside the former
 * one, before the line is written, and takes the former's place after it: at every moment one of
 * the two covers exactly the lines that there are, and a line that nobody signed never counts.
 */
final class LogCheckpoint {
  private final Path file;
  private final Path next;
  private final Path keyDirectory;
  private SigningKeys keys;

  /**
   * The checkpoint of {@code log}.
   *
   * @param keyDirectory where the trust file lies that names the log
   */
  LogCheckpoint(Path log, SigningKeys keys, Path keyDirectory) {
    this.file = log.resolveSibling(GatewayLogCheck.CHECKPOINT);
    this.next = log.resolveSibling(GatewayLogCheck.CHECKPOINT + ".next");
    this.keys = keys;
    this.keyDirectory = keyDirectory;
  }

  /**
   * Takes the log as it was found.
   *
   * @throws GatewayLogException if neither checkpoint covers exactly these lines
   */
  void require(GatewayLogLines lines) throws IOException {
    Optional<Checkpoint> announced = Files.exists(next) ? trusted(next) : Optional.empty();
    if (announced.filter(checkpoint -> covers(checkpoint, lines)).isPresent()) {
      settle();
      return;
    }
    if (Files.exists(file)) {
      requireCovered(lines, trusted(file).orElseThrow(() -> untrusted(lines)));
    } else if (!keys.trust().gatewayLogs().isEmpty() && !isBeforeItsFirst(lines, announced)) {
      throw new GatewayLogException(
          ApiErrorCode.GATEWAY_LOG_UNSIGNED, "its checkpoint is gone", lines.head());
    } else if (!lines.lines().isEmpty()) {
      sign(lines);
    }
    Files.deleteIfExists(next);
  }

  /** Whether the gateway ended between the announcement of the very first line and that line. */
  private static boolean isBeforeItsFirst(GatewayLogLines lines, Optional<Checkpoint> announced) {
    return lines.lines().isEmpty()
        && announced.filter(checkpoint -> checkpoint.size() == 1).isPresent();
  }

  /** Signs the log as it is, whatever was signed before. */
  void sign(GatewayLogLines lines) throws IOException {
    if (lines.lines().isEmpty()) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(next);
      return;
    }
    MerkleTree tree = new MerkleTree();
    lines.lines().forEach(tree::add);
    announce(lines.origin().orElseThrow(), tree);
    settle();
  }

  /** The checkpoint of a line that is about to be written, durable on return. */
  void announce(String origin, MerkleTree tree) throws IOException {
    Checkpoint checkpoint = new Checkpoint(origin, tree.size(), tree.root());
    SecretFile.write(next, checkpoint.sign(keys.checkpoint()));
    keys = keys.signingFor(origin, keyDirectory);
  }

  /** The line is durable: its checkpoint counts now. */
  void settle() throws IOException {
    DurableFs fs = DurableFs.local();
    fs.rename(next, file);
    fs.forceDirectory(file.toAbsolutePath().resolveSibling("."));
  }

  private boolean covers(Checkpoint checkpoint, GatewayLogLines lines) {
    return lines.standing(checkpoint) == Standing.COVERED
        && lines.origin().equals(Optional.of(checkpoint.origin()));
  }

  private void requireCovered(GatewayLogLines lines, Checkpoint checkpoint) {
    String counts =
        "its checkpoint counts %s lines, it has %s"
            .formatted(checkpoint.size(), lines.lines().size());
    switch (lines.standing(checkpoint)) {
      case SHORTER ->
          throw new GatewayLogException(ApiErrorCode.GATEWAY_LOG_SHORTENED, counts, lines.head());
      case DIFFERENT ->
          throw new GatewayLogException(
              ApiErrorCode.GATEWAY_LOG_DIFFERS,
              "its lines are not those that were signed",
              lines.head());
      case LONGER ->
          throw new GatewayLogException(ApiErrorCode.GATEWAY_LOG_UNSIGNED, counts, lines.head());
      case COVERED -> {
        if (!covers(checkpoint, lines)) {
          throw new GatewayLogException(
              ApiErrorCode.GATEWAY_LOG_DIFFERS, "its checkpoint is of another log", lines.head());
        }
      }
    }
  }

  /** Empty if no key of the trust file signed it for its origin. */
  private Optional<Checkpoint> trusted(Path note) throws IOException {
    try {
      Checkpoint.Signed signed = Checkpoint.parse(Files.readAllBytes(note));
      boolean ours =
          signed.isOf(keys.checkpoint().publicKey())
              || keys.trust().checkpointKeys().stream()
                  .filter(entry -> entry.origin().equals(signed.checkpoint().origin()))
                  .anyMatch(entry -> signed.isOf(entry.key()));
      return ours ? Optional.of(signed.checkpoint()) : Optional.empty();
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static GatewayLogException untrusted(GatewayLogLines lines) {
    return new GatewayLogException(
        ApiErrorCode.GATEWAY_LOG_UNSIGNED,
        "its checkpoint is signed by no key of this gateway",
        lines.head());
  }
}
