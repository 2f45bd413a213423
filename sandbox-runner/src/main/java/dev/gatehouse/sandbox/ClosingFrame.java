package dev.gatehouse.sandbox;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The starter's last frame of a command; its layout is described at the head of {@code starter.c}.
 *
 * @param ownEnding how its main process ended
 */
record ClosingFrame(
    Ending ownEnding,
    long stdoutBytes,
    String stdoutSha256,
    long stderrBytes,
    String stderrSha256,
    long cpuMicros,
    long peakRssKib,
    long oomKills) {
  static final int LENGTH = 109;
  private static final int SIGNAL_STATUS = 128;

  static ClosingFrame of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    boolean exited = in.get() == 'X';
    int value = in.getInt();
    return new ClosingFrame(
        exited ? new Ending.Exited(value) : new Ending.Signalled(value),
        in.getLong(),
        sha256(in),
        in.getLong(),
        sha256(in),
        in.getLong(),
        in.getLong(),
        in.getLong());
  }

  private static String sha256(ByteBuffer in) {
    byte[] raw = new byte[32];
    in.get(raw);
    return HexFormat.of().formatHex(raw);
  }

  boolean agreesWith(Output stdout, Output stderr) {
    return stdoutBytes == stdout.bytes()
        && stdoutSha256.equals(stdout.sha256())
        && stderrBytes == stderr.bytes()
        && stderrSha256.equals(stderr.sha256());
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
