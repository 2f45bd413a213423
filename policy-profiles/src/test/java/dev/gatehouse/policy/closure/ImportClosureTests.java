package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module that Python finds before the runner's own steers the judgement (promise A6). */
class ImportClosureTests {
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PYTHONPATH=src python3 -m pytest -q tests",
        "PYTHONPATH=$PWD/src:lib pytest -q",
        "export PYTHONPATH=src; pytest -q",
        "cd src && python3 -m pytest ../tests",
        "python3 src/check.py",
        "./src/check.py",
        "sh ci/test.sh",
        "make test",
        "make -C src inner",
        "PYTHONPATH=current pytest -q",
        "PYTHONPATH=s* pytest -q",
        "env PYTHONPATH=src python3 -P -m pytest",
        "cd src; python3 -c 'import pytest; pytest.main()'",
      })
  void aModuleOfTheRunnerIsHeldWhereverPythonLooksForIt(String shell) {
    ClosedBase base =
        ClosedBase.of("src/check.py", "#!/usr/bin/env python3\nimport pytest\n")
            .with("src/types.py", "")
            .with("src/Makefile", "inner:\n\tpython3 -m pytest\n")
            .with("current", "-> src")
            .with("ci/test.sh", "export PYTHONPATH=src\npytest -q\n")
            .with("Makefile", "export PYTHONPATH = src\ntest:\n\tpytest -q\n")
            .judgedBy(shell);

    for (String module : new String[] {"pluggy.py", "pytest.py", "argparse.py", "_pytest/x.py"}) {
      assertThat(base.write("src/" + module)).as(module).startsWith("HOLD ");
      assertThat(base.isTakenBack("src/" + module)).as(module).isTrue();
    }
    assertThat(base.write("src/fare.py")).isEqualTo(FREE);
    assertThat(base.write("src/types.py")).as("the base has it").isEqualTo(FREE);
    assertThat(base.isTakenBack("src/types.py")).isFalse();
    assertThat(base.write("lib2/pluggy.py")).isEqualTo(FREE);
  }

  @Test
  void directoriesThatSettingsPutOnThePathCount() {
    ClosedBase base =
        ClosedBase.of("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = ['src']\n")
            .with("src/fare.py", "")
            .judgedBy("pytest -q");

    assertThat(base.write("src/pluggy.py")).startsWith("HOLD ");
    assertThat(base.isTakenBack("src/pluggy.py")).isTrue();
    assertThat(base.write("src/more.py")).isEqualTo(FREE);
  }

  @Test
  void aDirectoryThatNobodyLooksInIsFree() {
    ClosedBase base = ClosedBase.of("src/fare.py", "").judgedBy("python3 -m pytest -q tests");

    assertThat(base.write("src/pluggy.py")).isEqualTo(FREE);
  }
}
