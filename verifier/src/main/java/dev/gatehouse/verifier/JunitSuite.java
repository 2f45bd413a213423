package dev.gatehouse.verifier;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;

/** What a suite of a report says of itself, and what it holds. */
final class JunitSuite {
  private static final Map<String, String> COUNTED =
      Map.of("tests", "testcase", "failures", "failure", "errors", "error", "skipped", "skipped");

  private final Map<String, Long> declared;
  private final Map<String, Long> held = new HashMap<>();

  private JunitSuite(Map<String, Long> declared) {
    this.declared = declared;
  }

  /** The suite whose start the reader is at. */
  static JunitSuite declaredBy(XMLStreamReader reader) {
    Map<String, Long> declared = new HashMap<>();
    for (String counter : COUNTED.keySet()) {
      Optional.ofNullable(reader.getAttributeValue(null, counter))
          .ifPresent(text -> declared.put(counter, number(text)));
    }
    return new JunitSuite(declared);
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new JunitReport.InvalidReportException("a counter is a number");
    }
    return Long.parseLong(text);
  }

  void count(String element) {
    held.merge(element, 1L, Long::sum);
  }

  /**
   * Refuses counters that are not those of what the suite holds. A test that failed and whose
   * teardown failed as well is written as two and counted once.
   */
  void demandAgreement() {
    boolean failed = holds("failure") + holds("error") > 0;
    declared.forEach((counter, number) -> {
      long count = holds(COUNTED.getOrDefault(counter, counter));
      boolean agrees = (counter.equals("tests") && failed) ? number <= count : number == count;
      if (!agrees) {
        throw new JunitReport.InvalidReportException(
            "the report counts %s %s and holds %s".formatted(number, counter, count));
      }
    });
  }

  private long holds(String element) {
    return held.getOrDefault(element, 0L);
  }
}
