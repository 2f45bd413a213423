package dev.gatehouse.sandbox.starter;

import dev.gatehouse.sandbox.Output;
import dev.gatehouse.sandbox.Termination;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The starter's last frame of a command; its layout is described at the head of {@code starter.c}.
 *
 * @param ownEnding how its main process ended
 * @param judgement of a judged command what its judge wrote
 */
public record ExitFrame(
    Termination ownEnding,
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

  static ExitFrame of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    boolean exited = in.get() == 'X';
    int value = in.getInt();
    return new ExitFrame(
        exited ? new Termination.Exited(value) : new Termination.Signalled(value),
        Sum.of(in),
        Sum.of(in),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.hasRemaining() ? Optional.of(Sum.of(in)) : Optional.empty());
  }

  public boolean agreesWith(Output out, Output err, Optional<Output> judged) {
    return stdout.agreesWith(out)
        && stderr.agreesWith(err)
        && judgement.isPresent() == judged.isPresent()
        && judgement.stream().allMatch(sum -> sum.agreesWith(judged.orElseThrow()));
  }

  /** With what status the starter itself exits. */
  public static int exitStatus(Termination own) {
    return switch (own) {
      case Termination.Exited(int code) -> code;
      case Termination.Signalled(int signal) -> SIGNAL_STATUS + signal;
      case Termination.TimedOut(),
          Termination.OutOfMemory(),
          Termination.OutputLimit(),
          Termination.Cancelled() ->
          -1;
      case Termination.StarterLost _ -> -1;
    };
  }
}
