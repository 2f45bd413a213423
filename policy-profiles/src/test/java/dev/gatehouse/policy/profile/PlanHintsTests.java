package dev.gatehouse.policy.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanHintsTests {
  private static List<String> hints(String script) {
    return PlanHints.of(
        new VerificationPlan(List.of(), List.of(VerificationStep.shell("tests", script, 60))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 -m pytest -q tests",
        "python -B -m pytest",
        "cd a && /usr/bin/python3.11 -B -m pytest",
        "python3 -P -m pytest; python3 -m unittest"
      })
  void aStepThatRunsAModuleIsNamedWithWhatToWrite(String script) {
    assertThat(hints(script)).singleElement().asString().contains("step tests", "PYTHONPATH=.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest -q",
        "python3 -P -m pytest",
        "python3 -BI -m pytest",
        "PYTHONPATH=src python3 -m pytest",
        "PYTHONSAFEPATH= python3 -m pytest",
        "python3 check.py -m x",
        "make test"
      })
  void aStepThatSaysItOrDoesNotRelyOnItIsNot(String script) {
    assertThat(hints(script)).isEmpty();
  }
}
