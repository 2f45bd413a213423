package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.ControlClosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings of the test runner name steers the judgement as they do (promise A6). */
class SettingsClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "pytest.ini, `[pytest]\naddopts = -q -p tools.plug\n`",
        "pytest.ini, `[pytest]\naddopts =\n  --color=no\n  # more\n  -p tools.plug\ntestpaths = tests\n`",
        "pytest.ini, `[pytest]\naddopts = -p plug\npythonpath = src tools\n`",
        ".pytest.ini, `[pytest]\naddopts=-ptools.plug\n`",
        "tox.ini, `[pytest]\naddopts = -p tools.plug\n[testenv]\ncommands = x\n`",
        "setup.cfg, `[tool:pytest]\naddopts = -p tools.plug\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\naddopts = \"-q -p tools.plug\"\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\naddopts = [\n  '-p', 'tools.plug',\n]\n`",
        "conftest.py, `pytest_plugins = \"tools.plug\"\n`",
        "conftest.py, `pytest_plugins = [\n    'tests.other',\n    'tools.plug',\n]\n`",
        "tests/conftest.py, `pytest_plugins: list[str] = (\"tools.plug\",)\n`",
        "tests/sub/pytest.ini, `[pytest]\naddopts = -p tools.plug\n`",
      })
  void aPluginThatSettingsNameIsTakenWhetherItIsThereOrNot(String path, String settings) {
    ClosedBase absent = ClosedBase.of(path, settings).judgedBy("python3 -m pytest -q");
    ClosedBase present =
        ClosedBase.of(path, settings).with("tools/plug.py", "").judgedBy("make test");

    assertThat(absent.write("tools/plug.py")).isEqualTo(HELD);
    assertThat(present.write("tools/plug.py")).isEqualTo(HELD);
    assertThat(present.isTakenBack("tools/plug.py")).isTrue();
    assertThat(present.write("tools/product.py")).isEqualTo(FREE);
  }

  @Test
  void anotherFileOfSettingsIsTaken() {
    ClosedBase base =
        ClosedBase.of("setup.cfg", "[tool:pytest]\naddopts = -c etc/own.ini\n").judgedBy("pytest");

    assertThat(base.write("etc/own.ini")).isEqualTo(HELD);
  }

  @Test
  void settingsThatALinkLeadsToAreRead() {
    ClosedBase base =
        ClosedBase.of("pytest.ini", "-> etc/pytest.txt")
            .with("etc/pytest.txt", "[pytest]\naddopts = -p tools.plug\n")
            .judgedBy("pytest");

    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
  }

  @Test
  void pluginsWhoseNamesAreComputedAreNoted() {
    ClosedBase base = ClosedBase.of("conftest.py", "pytest_plugins = names()\n").judgedBy("pytest");

    assertThat(base.closure().computed())
        .extracting(ControlClosure.Computed::where)
        .containsExactly("conftest.py");
  }

  @Test
  void settingsThatNameNothingTakeNothing() {
    ClosedBase base =
        ClosedBase.of("pytest.ini", "[pytest]\naddopts = -q --strict-markers\ntestpaths = tests\n")
            .with("conftest.py", "import os\n")
            .judgedBy("python3 -P -m pytest -q");

    assertThat(base.closure().named())
        .allMatch(named -> named.because().getFirst().startsWith("step"));
  }
}
