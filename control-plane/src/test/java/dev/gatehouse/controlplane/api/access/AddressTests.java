package dev.gatehouse.controlplane.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address is looked up only as the API writes it. */
class AddressTests {
  @ParameterizedTest
  @CsvSource({
    "/v1/runs, true",
    "/v1/runs/r-1/syscalls/file.read, true",
    "/v1/runs/, false",
    "//v1/runs, false",
    "/v1/../runs, false",
    "/v1/./runs, false",
    "/v1/runs/.., false",
    "/v1/%72uns, false",
    "/v1/runs;a, false",
    "/, false",
    "'', false"
  })
  void onlyAPlainAddressIsLookedUp(String path, boolean plain) {
    assertThat(Address.isPlain(path)).isEqualTo(plain);
  }

  @Test
  void longAddressIsLookedAtInBoundedDepth() {
    assertThat(Address.isPlain("/a".repeat(100_000))).isTrue();
  }
}
