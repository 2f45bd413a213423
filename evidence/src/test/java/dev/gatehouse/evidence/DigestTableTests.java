package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** A table of digests finds what a map would. */
class DigestTableTests {
  private static final int MANY = 20_000;

  private final DigestTable table = new DigestTable();

  @Test
  void everyNumberIsFoundByItsDigestAndNoOther() {
    for (int i = 0; i < MANY; i++) {
      table.putIfAbsent(digest(i), i);
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(table.find(digest(i))).hasValue(i);
    }
    assertThat(table.find(digest(MANY))).isEmpty();
  }

  @Test
  void theFirstNumberOfADigestStays() {
    table.putIfAbsent(digest(1), 7);
    table.putIfAbsent(digest(1), 8);

    assertThat(table.find(digest(1))).hasValue(7);
  }

  /** Digests that somebody chose so that all of them belong at one place. */
  @Test
  void digestsThatBeginAlikeAreToldApart() {
    for (int i = 0; i < 500; i++) {
      table.putIfAbsent(alike(i), i);
    }
    for (int i = 0; i < 500; i++) {
      assertThat(table.find(alike(i))).hasValue(i);
    }
  }

  @Test
  void aNumberIsNotNegative() {
    table.putIfAbsent(digest(1), 0);
    table.putIfAbsent(digest(2), Long.MAX_VALUE - 1);

    assertThat(table.find(digest(1))).hasValue(0);
    assertThat(table.find(digest(2))).hasValue(Long.MAX_VALUE - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> table.putIfAbsent(digest(3), -1));
  }

  private static Digest digest(int i) {
    return Digest.of(Integer.toString(i).getBytes(UTF_8));
  }

  private static Digest alike(int i) {
    return new Digest("0".repeat(16) + "%016x".formatted(i) + "f".repeat(32));
  }
}
