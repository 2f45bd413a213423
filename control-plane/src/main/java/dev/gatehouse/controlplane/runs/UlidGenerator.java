package dev.gatehouse.controlplane.runs;

import dev.gatehouse.syscalls.IdGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Ids that sort by time and cannot be guessed: 48 bits of milliseconds, then 80 random bits, as a
 * ULID has them, in lower-case Crockford base 32.
 */
public final class UlidGenerator implements IdGenerator {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final String RUN = "r-";
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 16;
  private static final int BITS = 5;
  private static final int NONCE_BYTES = 16;

  private final InstantSource clock;
  private final RandomGenerator random;

  /** Ids by this clock and this source of randomness. */
  public UlidGenerator(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String run() {
    return RUN + ulid();
  }

  /** Before every id of a run that was made at that time or later. */
  static String firstRunAt(Instant time) {
    return RUN + time(time.toEpochMilli());
  }

  @Override
  public String call() {
    return "c-" + ulid();
  }

  @Override
  public String approval() {
    return "a-" + ulid();
  }

  @Override
  public String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String ulid() {
    StringBuilder out = new StringBuilder(time(clock.millis()));
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return out.toString();
  }

  private static String time(long millis) {
    StringBuilder out = new StringBuilder(TIME_CHARACTERS);
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      out.append(ALPHABET.charAt((int) (millis >>> (i * BITS)) & (ALPHABET.length() - 1)));
    }
    return out.toString();
  }
}
