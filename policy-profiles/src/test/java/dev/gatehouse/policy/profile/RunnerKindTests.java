package dev.gatehouse.policy.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerKindTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest",
        "pytest -q tests",
        "python3 -m pytest -q",
        "python3 -P -m pytest",
        "/usr/bin/python3 -X dev -m pytest",
        "cd sub && PYTHONPATH=src pytest",
        "set -e; make build; exec python -m pytest tests",
        "timeout 60 pytest || exit 1",
        "if true; then pytest; fi",
        "echo begin\npytest\n",
        "python3 \\\n -m pytest",
        "coverage run -m pytest",
        "(pytest)",
        "PYTEST_ADDOPTS='-r a' pytest",
        "PYTEST_ADDOPTS=\"-r a\" python3 -m pytest",
        "'pytest' -q",
        "py\"test\" -q",
        "sh -c 'cd a; pytest -q'",
        "bash -euo pipefail -c 'pytest -q'",
        "timeout 60 bash -ec \"sh -c 'python3 -m pytest'\"",
        "$PYTHON -m pytest",
        "out=$(pytest -q)",
        "case x in x) pytest;; esac"
      })
  void aCommandThatStartsPytestIsKnownByItsWords(String script) {
    assertThat(RunnerKind.of(new CommandRequest.Shell(script))).isEqualTo(RunnerKind.PYTEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "make test",
        "python3 -m unittest",
        "echo pytest",
        "cat pytest.ini",
        "pip install pytest",
        "python3 run.py pytest",
        "grep -m pytest x",
        "echo 'x; pytest'",
        "echo begin # pytest\n",
        "sh -c 'echo pytest'",
        "sh ci/pytest"
      })
  void anotherCommandIsNot(String script) {
    assertThat(RunnerKind.of(new CommandRequest.Shell(script))).isEqualTo(RunnerKind.UNLISTED);
  }

  @Test
  void anArgumentArrayIsReadAsItIs() {
    assertThat(RunnerKind.of(new CommandRequest.Argv(List.of("python3", "-m", "pytest"))))
        .isEqualTo(RunnerKind.PYTEST);
    assertThat(RunnerKind.of(new CommandRequest.Argv(List.of("python3", "-m", "pytest x"))))
        .isEqualTo(RunnerKind.UNLISTED);
  }

  @Test
  void whatThePlanSaysWinsButForTheJudge() {
    Map<String, String> environment =
        StepEnvironment.judged(
            step(
                Map.of(
                    "PYTHONSAFEPATH",
                    "",
                    "PYTEST_ADDOPTS",
                    "-x",
                    "PYTEST_PLUGINS",
                    "plug",
                    "HOME",
                    "/workspace")),
            true);

    assertThat(environment)
        .containsEntry("PYTHONSAFEPATH", "")
        .containsEntry("PYTEST_ADDOPTS", "-p gatehouse_judge -x")
        .containsEntry("PYTEST_PLUGINS", "gatehouse_judge,plug")
        .containsEntry("HOME", "/workspace")
        .containsEntry("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1");
    assertThat(StepEnvironment.judged(step(Map.of()), true)).containsEntry("PYTHONSAFEPATH", "1");
    assertThat(StepEnvironment.judged(step(Map.of()), false)).doesNotContainKey("PYTHONSAFEPATH");
    assertThat(StepEnvironment.unjudged(step(Map.of()))).doesNotContainKey("PYTEST_ADDOPTS");
  }

  private static VerificationStep step(Map<String, String> env) {
    return new VerificationStep(
        "tests",
        new CommandRequest.Shell("pytest"),
        env,
        Optional.empty(),
        /* junitOptional= */ false,
        /* required= */ true,
        60,
        List.of());
  }
}
