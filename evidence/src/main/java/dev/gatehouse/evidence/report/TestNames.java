package dev.gatehouse.evidence.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names of tests: what is left of their ids without parameters. */
public final class TestNames {
  private TestNames() {}

  /** The name in an id such as {@code tests/test_x.py::test_y[1]}. */
  public static String of(String id) {
    int parameters = id.indexOf('[', Math.max(id.indexOf("::"), 0));
    return parameters < 0 || !id.endsWith("]") ? id : id.substring(0, parameters);
  }

  /** The file in an id, from the runner's root directory. */
  public static String file(String id) {
    int end = id.indexOf("::");
    return end < 0 ? id : id.substring(0, end);
  }

  /** The sorted ids of each name. */
  public static Map<String, List<String>> idsByName(List<JudgeSession.Test> tests) {
    return tests.stream()
        .map(JudgeSession.Test::id)
        .sorted()
        .collect(Collectors.groupingBy(TestNames::of, TreeMap::new, Collectors.toList()));
  }
}
