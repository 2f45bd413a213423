package dev.gatehouse.policy.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.path.NameRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestFilesTests {
  private final TestFiles tests = new TestFiles(NameRules.CURRENT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_fare.py",
        "a/b/TEST_Fare.py",
        "fare_test.go",
        "tests/data.json",
        "src/test/java/A.java",
        "src/FareTests.java",
        "web/fare.spec.ts",
        "web/__tests__/x.js",
        "conftest.py",
        "test.py"
      })
  void hasWhatRunnersAndPeopleNameSo(String path) {
    assertThat(tests.has(TreePath.of(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fare.py",
        "latest.py",
        "contest/fare.py",
        "src/attested.java",
        "protest.js",
        "ABCDEF~1"
      })
  void hasNothingElse(String path) {
    assertThat(tests.has(TreePath.of(path))).isFalse();
  }
}
