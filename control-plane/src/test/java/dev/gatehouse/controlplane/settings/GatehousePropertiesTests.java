package dev.gatehouse.controlplane.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;

/** Every key: its default, that it is read, and its range. */
class GatehousePropertiesTests {
  /** Key, default, another value; as the bound values print. */
  private static final String KEYS =
      """
      accept-gateway-log            -                        0a1b
      answer-within                 PT2M                     PT3M
      body-within                   PT30S                    PT31S
      calls-at-once                 32                       33
      calls-per-second              500                      501
      changed-bytes                 67108864B                1024B
      changed-paths                 50000                    50001
      closing-check-every           PT0.5S                   PT1S
      closings-at-once              8                        9
      connections                   0                        100
      data                          /data                    /other
      database-connections          8                        9
      database-password             -                        secret
      database-url                  -                        jdbc:postgresql://db/x
      database-user                 -                        someone
      docker-socket                 /var/run/docker.sock     /run/other.sock
      engine.answer-within          PT30S                    PT31S
      engine.calls-at-once          8                        9
      engine.commands-at-once       64                       65
      engine.failures               5                        6
      engine.open-for               PT5S                     PT6S
      engine.turn-within            PT30S                    PT32S
      evidence.agent-bytes          8589934592B              1B
      first-uid                     200000                   200001
      head-within                   PT10S                    PT11S
      image                         gatehouse/sandbox:local  other/image:1
      inflight-bytes                0B                       7B
      journal.agent-bytes           100663296B               2B
      journal.gateway-bytes         536870912B               3B
      journal.run-bytes             33554432B                4B
      lock-patience                 PT15M                    PT16M
      max-body-bytes                10485760B                2048B
      min-free-bytes                268435456B               0B
      port                          8470                     8471
      projection-delay              PT0.2S                   PT0.3S
      reconcile-every               PT10M                    PT11M
      scratch.agent-bytes           2147483648B              5B
      scratch.gateway-bytes         8589934592B              6B
      scratch.run-bytes             536870912B               7B
      scratch.run-paths             100000                   100001
      threads                       400                      401
      uids                          65536                    65537
      waiting-runs                  200                      201
      waiting-runs-of-agent         20                       21
      work.queue                    32                       33
      work.threads                  2                        3
      """;

  private static final int DEFAULT = 1;
  private static final int OTHER = 2;

  @Test
  void allDefaults() {
    assertThat(values(BoundProperties.of(Map.of()))).isEqualTo(expected(DEFAULT));
  }

  @Test
  void allMappings() {
    Map<String, String> others = expected(OTHER);
    assertThat(values(BoundProperties.of(others))).isEqualTo(others);
    assertThat(others)
        .allSatisfy((key, value) -> assertThat(value).isNotEqualTo(expected(DEFAULT).get(key)));
  }

  @ParameterizedTest
  @CsvSource({
    "threads, 31",
    "threads, many",
    "port, 65536",
    "calls-at-once, 0",
    "max-body-bytes, 100",
    "max-body-bytes, 2GB",
    "changed-bytes, 97MB",
    "changed-paths, 100001",
    "journal.run-bytes, 257MB",
    "scratch.run-paths, 0",
    "closings-at-once, 3",
    "head-within, 0s",
    "lock-patience, soon",
    "engine.failures, 0",
    "database-connections, 1",
    "image, ''",
    "data, relative",
    "data, /a/../b",
    "data, /with space"
  })
  void aValueOutsideItsRangeIsRefused(String key, String value) {
    Map<String, String> wrong = Map.of("gatehouse." + key, value);
    assertThatThrownBy(() -> BoundProperties.of(wrong)).isInstanceOf(BindException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "journal.bytes", "engine"})
  void anUnknownKeyIsRefused(String key) {
    Map<String, String> wrong = Map.of("gatehouse." + key, "1");
    assertThatThrownBy(() -> BoundProperties.of(wrong)).isInstanceOf(BindException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(BoundProperties.of(expected(OTHER)).toString())
        .contains("/other")
        .doesNotContain("secret", "jdbc:");
  }

  private static Map<String, String> values(GatehouseProperties bound) {
    Map<String, String> values = new LinkedHashMap<>();
    BoundProperties.walk(bound, (key, leaf) -> values.put(key, leaf.value().toString()));
    return values;
  }

  private static Map<String, String> expected(int column) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String row : KEYS.lines().toList()) {
      String[] cells = row.split(" +", -1);
      String value = cells[column].equals("-") ? "" : cells[column];
      expected.put("gatehouse." + cells[0], value);
    }
    return expected;
  }
}
