package dev.gatehouse.sandbox;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The starter's last frame of a command; its layout is described at the head of {@code starter.c}.
 *
 * @param ownEnding how its main process ended
 * @param judgement of a judged command what its judge wrote
 */
record ClosingFrame(
    Ending ownEnding,
    Sum stdout,
    Sum stderr,
    long cpuMicros,
    long peakRssKib,
    long oomKills,
    Optional<Sum> judgement) {
  static final int LENGTH = 109;
  static final int JUDGED_LENGTH = LENGTH + 40;
  private static final int SIGNAL_STATUS = 128;

  /** How many bytes a stream had, and their SHA-256. */
  record Sum(long bytes, String sha256) {
    private static Sum of(ByteBuffer in) {
      long bytes = in.getLong();
      byte[] raw = new byte[32];
      in.get(raw);
      return new Sum(bytes, HexFormat.of().formatHex(raw));
    }

    private boolean agreesWith(Output output) {
      return bytes == output.bytes() && sha256.equals(output.sha256());
    }
  }

  static ClosingFrame of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    boolean exited = in.get() == 'X';
    int value = in.getInt();
    return new ClosingFrame(
        exited ? new Ending.Exited(value) : new Ending.Signalled(value),
        Sum.of(in),
        Sum.of(in),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.hasRemaining() ? Optional.of(Sum.of(in)) : Optional.empty());
  }

  boolean agreesWith(Output out, Output err, Optional<Output> judged) {
    return stdout.agreesWith(out)
        && stderr.agreesWith(err)
        && judgement.isPresent() == judged.isPresent()
        && judgement.stream().allMatch(sum -> sum.agreesWith(judged.orElseThrow()));
  }

  /** With what status the starter itself exits. */
  static int exitStatus(Ending own) {
    return switch (own) {
      case Ending.Exited(int code) -> code;
      case Ending.Signalled(int signal) -> SIGNAL_STATUS + signal;
      case Ending.TimedOut(), Ending.OutOfMemory(), Ending.OutputLimit(), Ending.Cancelled() -> -1;
      case Ending.StarterLost _ -> -1;
    };
  }
}
