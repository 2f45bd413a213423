package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a gateway log, each without its line feed, as a checkpoint covers them.
 *
 * @param lines whole lines that chain, from the first
 */
public record GatewayLogLines(List<byte[]> lines) {
  /** The {@code prev} of the first line. */
  public static final Digest GENESIS = Digest.of("gatehouse gateway log 1".getBytes(UTF_8));

  private static final int ID_HEX = 32;

  /** How a log stands to a checkpoint of it. */
  public enum Standing {
    /** The checkpoint covers exactly these lines. */
    COVERED,
    /** The checkpoint covers these lines' beginning. */
    LONGER,
    /** The checkpoint counts lines that are not there. */
    SHORTER,
    /** As many lines as the checkpoint counts are there, and they are others. */
    DIFFERENT
  }

  public GatewayLogLines {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a log; half a line at its end was never acknowledged and is left out.
   *
   * @throws JsonFormatException if a whole line does not continue the chain
   */
  public static GatewayLogLines read(Path file) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    HashChain chain = HashChain.from(GENESIS);
    try (JournalReader in = JournalReader.open(file)) {
      for (Optional<byte[]> line = in.next(); line.isPresent(); line = in.next()) {
        var _ = chain.read(line.get());
        chain = chain.after(line.get());
        lines.add(line.get());
      }
    }
    return new GatewayLogLines(lines);
  }

  /** Whose log it is, by its first line; the origin of each of its checkpoints. */
  public Optional<String> origin() {
    return lines.isEmpty() ? Optional.empty() : Optional.of(originOf(lines.getFirst()));
  }

  /** The origin of a log with this first line. */
  public static String originOf(byte[] first) {
    return TrustStore.GATEWAY_ORIGIN + Digest.of(first).hex().substring(0, ID_HEX);
  }

  /** The digest of the last line; {@link #GENESIS} where there is none. */
  public Digest head() {
    return lines.isEmpty() ? GENESIS : Digest.of(lines.getLast());
  }

  /** How these lines stand to a checkpoint, whose signature and origin are not looked at. */
  public Standing standing(Checkpoint checkpoint) {
    if (checkpoint.size() > lines.size()) {
      return Standing.SHORTER;
    }
    MerkleTree tree = new MerkleTree();
    lines.subList(0, Math.toIntExact(checkpoint.size())).forEach(tree::add);
    if (!tree.root().equals(checkpoint.root())) {
      return Standing.DIFFERENT;
    }
    return checkpoint.size() < lines.size() ? Standing.LONGER : Standing.COVERED;
  }
}
