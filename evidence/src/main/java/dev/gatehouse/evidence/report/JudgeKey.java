package dev.gatehouse.evidence.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The secret of one step, from which its nonces come. It is disclosed when the step is over.
 *
 * @param hex 64 hexadecimal digits
 */
public record JudgeKey(String hex) {
  /** Sessions of a runner that one step can report, at most. */
  public static final int SESSIONS = 64;

  private static final int NONCE = 32;
  private static final int NAME = 16;

  public JudgeKey {
    if (!Digest.isHex(hex)) {
      throw new IllegalArgumentException("a judge's key is 64 hexadecimal digits");
    }
  }

  /** The nonces, in the order in which sessions take them. */
  public List<String> nonces() {
    return IntStream.range(0, SESSIONS).mapToObj(i -> digits(hex + "/" + i, NONCE)).toList();
  }

  /**
   * The name of a sentinel.
   *
   * @param nonce the session's
   * @param passes whether it is the one that must pass
   * @param place 0 before the session's own tests, 1 after them
   */
  public static String sentinel(String nonce, boolean passes, long place) {
    return "test_" + digits(nonce + (passes ? "pass" : "fail") + place, NAME);
  }

  private static String digits(String text, int count) {
    return Digest.of(text.getBytes(US_ASCII)).hex().substring(0, count);
  }
}
