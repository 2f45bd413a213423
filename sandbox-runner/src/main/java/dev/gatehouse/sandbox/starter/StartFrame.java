package dev.gatehouse.sandbox.starter;

import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one frame that the starter reads; its layout is described at the head of {@code starter.c}.
 */
public final class StartFrame {
  private static final int LARGEST = 8 << 20;
  private static final int LARGEST_STDIN = 4 << 20;
  private static final int MOST_ARGUMENTS = 65_536;
  private static final int MOST_VARIABLES = 4096;
  private static final int FIXED = 8 + 8 + 4 + 4 + 4;

  private StartFrame() {}

  /**
   * The frame for {@code line}.
   *
   * @throws SandboxException COMMAND_INVALID when it is out of bounds or ambiguous
   */
  public static byte[] of(CommandSpec line, SandboxLimits limits) {
    require(!line.argv().isEmpty() && !line.argv().getFirst().isEmpty(), "the program has no name");
    require(line.argv().size() <= MOST_ARGUMENTS, "more than " + MOST_ARGUMENTS + " arguments");
    require(
        line.environment().size() <= MOST_VARIABLES, "more than " + MOST_VARIABLES + " variables");
    require(line.directory().startsWith("/"), "the directory is not an absolute path");
    require(line.stdin().length <= LARGEST_STDIN, "standard input is larger than 4 MiB");
    require(line.timeLimit().isPositive(), "the time limit is not positive");
    require(line.streamCapBytes() >= 0 && line.outputLimitBytes() >= 0, "a negative output bound");
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    line.argv().forEach(argument -> add(strings, argument));
    for (Map.Entry<String, String> variable : new TreeMap<>(line.environment()).entrySet()) {
      require(
          !variable.getKey().isEmpty() && variable.getKey().indexOf('=') < 0,
          "a variable has an empty name or one with '='");
      add(strings, variable.getKey() + "=" + variable.getValue());
    }
    add(strings, line.directory());
    byte[] nonces = nonces(line.nonces().orElse(List.of()));
    boolean judged = line.nonces().isPresent();
    int fixed = judged ? FIXED + Integer.BYTES : FIXED;
    int length = fixed + strings.size() + line.stdin().length + nonces.length;
    require(length <= LARGEST, "arguments and environment are larger than the frame");
    ByteBuffer frame =
        ByteBuffer.allocate(8 + length)
            .put((judged ? "GHS2" : "GHS1").getBytes(StandardCharsets.US_ASCII))
            .putInt(length)
            .putLong(limits.fileBytes())
            .putLong(limits.openFiles())
            .putInt(line.argv().size())
            .putInt(line.environment().size())
            .putInt(line.stdin().length);
    if (judged) {
      frame.putInt(nonces.length);
    }
    return frame.put(strings.toByteArray()).put(line.stdin()).put(nonces).array();
  }

  private static byte[] nonces(List<String> nonces) {
    require(nonces.size() <= CommandSpec.MOST_NONCES, "too many nonces");
    require(
        nonces.stream().allMatch(nonce -> nonce.matches(CommandSpec.NONCE)),
        "a nonce is 32 hexadecimal digits and b or r");
    return String.join("", nonces).getBytes(StandardCharsets.US_ASCII);
  }

  private static void add(ByteArrayOutputStream strings, String string) {
    require(string.indexOf(0) < 0, "a NUL in an argument, a variable or the directory");
    strings.writeBytes(string.getBytes(StandardCharsets.UTF_8));
    strings.write(0);
    require(strings.size() <= LARGEST, "arguments and environment are larger than the frame");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new SandboxException(
          SandboxErrorCode.COMMAND_INVALID, otherwise, "send a command within these bounds");
    }
  }
}
