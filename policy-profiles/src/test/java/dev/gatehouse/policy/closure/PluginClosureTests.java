package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.ControlClosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A module of the base that the test runner loads as a plug-in is control (promise A6). */
class PluginClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  private static void requireTaken(ClosedBase base) {
    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
    assertThat(base.isTakenBack("tools/plug.py")).isTrue();
    assertThat(base.write("tools/product.py")).isEqualTo(FREE);
    assertThat(base.write("src/product.py")).isEqualTo(FREE);
  }

  private static ClosedBase base(String path, String content) {
    return ClosedBase.of(path, content)
        .with("tools/plug.py", "")
        .with("tools/product.py", "")
        .with("src/product.py", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest_plugins = [\n    \"tools.a\",  # core [1]\n    \"tools.plug\",\n]\n",
        "pytest_plugins = [\"tools.a\"] + [\n    'tools.plug',\n]\n",
        "pytest_plugins = \"tools.a,tools.plug\"\n",
        "pytest_plugins = [\"tools.\"\n  \"plug\"]\n",
        "pytest_plugins = 'tools.' + 'plug'\n",
        "MORE = [\"tools.plug\"]\npytest_plugins = MORE\n",
        "MORE = []\nMORE.append(\"tools.plug\")\npytest_plugins = [*MORE]\n",
        "def names():\n    return [\n        'tools.plug']\npytest_plugins = names()\n",
        "pytest_plugins = []\nfor each in ['tools.plug']:\n    pytest_plugins.append(each)\n",
        "pytest_plugins = \\\n    [\"tools.plug\"]\n",
        "pytest_plugins = (  # ' one\n  '''tools.plug''',)\n",
        "pytest_plugins = ['a', # \"\n 'tools.plug']\n",
        "pytest_plugins: 'tuple[str, ...]' = ('tools.plug',)\n",
        "x = 1; pytest_plugins = r'tools.plug'\n",
        "pytest_plugins = ['tools\\x2eplug']\n",
        "setattr(sys.modules[__name__], 'pytest_plugins', ['tools.plug'])\n",
        "globals().update(pytest_plugins=['tools.plug'])\n",
        "if CI:\n    pytest_plugins = ['a']\nelse:\n    pytest_plugins = ['tools.plug']\n",
        "pytest_plugins, other = ['tools.plug'], 1\n",
        "def pytest_configure(config):\n    config.pluginmanager.import_plugin('tools.plug')\n",
        "'''About pytest_plugins.'''\npytest_plugins += ['tools.plug']\n",
      })
  void aPluginIsTakenHoweverAModuleWritesItsName(String module) {
    requireTaken(base("conftest.py", module).judgedBy("pytest -q"));
    requireTaken(base("tests/test_a.py", module).judgedBy("pytest -q"));
    requireTaken(base("tests/b_test.py", module).judgedBy("make test"));
    requireTaken(base("first.py", module).judgedBy("pytest -p first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest_plugins = [f\"tools.{each}\" for each in (\"plug\",)]\n",
        "pytest_plugins = [\"tools.%s\" % each for each in (\"plug\",)]\n",
        "pytest_plugins = [\"tools.{}\".format(each) for each in NAMES]\n",
      })
  void whatAComputedNameMayBeIsTakenAndNoted(String module) {
    ClosedBase base = base("conftest.py", module).judgedBy("pytest -q");

    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
    assertThat(base.isTakenBack("tools/plug.py")).isTrue();
    assertThat(base.write("src/product.py")).isEqualTo(FREE);
    assertThat(base.closure().computed()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "pytest.ini, `[pytest]\naddopts: -q -p tools.plug\n`",
        "pytest.ini, `[pytest]\naddopts : --x=y -ptools.plug\n`",
        "pytest.ini, `[pytest]\naddopts =\n  -m not slow\n  markers=x\n\n  ; more\n  -p tools.plug\n`",
        "pytest.ini, `[pytest]\naddopts = -q \"-p\" \"tools.plug\"\n`",
        "pytest.ini, `[pytest]\r\naddopts =\r\n  -q\r\n  -p tools.plug\r\n`",
        "tox.ini, `[testenv]\ncommands = pytest {posargs:-p tools.plug}\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\n\"addopts\" = \"-p tools.plug\"\n`",
        "pyproject.toml, `[tool.pytest]\nini_options = { addopts = \"-p tools.plug\" }\n`",
        "pyproject.toml, `[tool]\npytest.ini_options.addopts = '-p tools.plug'\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\naddopts = \"\"\"\n-q\n-p tools.plug\n\"\"\"\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\naddopts = [ # ]\n '-q', # '\n '-p',\n 'tools.plug']\n`",
        "pyproject.toml, `[tool.pytest.ini_options]\naddopts = \"-p tools\\u002eplug\"\n`",
        "pytest.toml, `[pytest]\naddopts = ['-p', 'tools.plug']\n`",
        ".pytest.toml, `[pytest]\naddopts = ['-ptools.plug']\n`",
      })
  void aPluginIsTakenHoweverSettingsWriteTheOption(String path, String settings) {
    requireTaken(base(path, settings).judgedBy("pytest -q"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest-3 -p tools.plug",
        "py.test -p tools.plug",
        "/usr/bin/pytest-3.11 -p tools.plug",
        "python3 -mpytest -p tools.plug",
        "python3 -Bmpytest -ptools.plug",
        "python3 -m py.test -p tools.plug",
        "python3 -W error -X dev -m pytest -p tools.plug",
        "python3 -m cProfile -o /tmp/p -m pytest -p tools.plug",
        "coverage3 run -m pytest -p tools.plug",
        "pytest -ravp tools.plug",
        "pytest -vvptools.plug",
        "pytest -o addopts='-p \"tools.plug\"'",
        "pytest -qo 'addopts=-p tools.plug'",
        "pytest -oaddopts=-ptools.plug",
        "pytest -q -c ci/own.ini",
        "pytest --config-file=ci/own.ini",
        "pytest @ci/options.txt",
        "O=(-q -p tools.plug); pytest \"${O[@]}\"",
        "O=(-q); O+=(-p 'tools.plug'); pytest \"${O[@]}\" tests",
        "O=(-q\n  # more\n  -p\n  tools.plug\n)\npytest \"${O[@]}\"",
        "declare -a O=(\"-p\" \"tools.plug\"); pytest ${O[*]}",
        "pytest ${@:--p tools.plug}",
        "O=-q; O=\"$O -x\"; O=\"$O -v\"; O=\"$O -l\"; O=\"$O -ra\"; O=\"$O -p tools.plug\"; pytest $O",
        "O=; for each in a b c d; do O=\"$O -k $each\"; done; O+=' -p tools.plug'; pytest $O",
        "read -r O <<< '-p tools.plug'; pytest $O",
        "PYTEST_ADDOPTS='-q -p \"tools.plug\"' pytest",
        "PYTEST_PLUGINS='a, tools.plug' pytest",
        "python3 -c \"import pytest; pytest.main(['-p', 'tools.plug'])\"",
      })
  void aPluginIsTakenHoweverACommandWritesTheOption(String shell) {
    requireTaken(
        base("ci/own.ini", "[pytest]\naddopts: -p tools.plug\n")
            .with("ci/options.txt", "-q\n-p\ntools.plug\n")
            .judgedBy(shell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O += -q\nO += -ra\nO += -l\nO += -p tools.plug\n",
        "O += -q\nO += -ra\nO += -l\nO += -x\nO += -v\nO += -s\nO += -p\nO += tools.plug\n",
        "O = -q\nifdef CI\nO += -x\nendif\nO += -v\nO += -l\nO += -s\nO += -p tools.plug\n",
        "O := -p tools.plug\nO += a\nO += b\nO += c\nO += d\nO += e\nO += f\nO += g\n",
        "ifdef CI\nO = -x\nelse\nO = -p tools.plug\nendif\nO += a\nO += b\nO += c\nO += d\n",
      })
  void aPluginIsTakenHoweverOftenAMakefileAddsToAnOption(String variables) {
    requireTaken(
        base("Makefile", variables + "test:\n\tpytest $(O) tests\n").judgedBy("make test"));
  }

  @Test
  void aVariableOfAMakefileMayGrowManyTimes() {
    requireTaken(
        base("Makefile", "O += -q\n".repeat(500) + "O += -p tools.plug\ntest:\n\tpytest $(O)\n")
            .judgedBy("make test"));
  }

  @ParameterizedTest
  @CsvSource({
    "tools/plug.py",
    "tools/plug/__init__.py",
    "src/tools/plug.py",
    "lib/deep/tools/plug.py"
  })
  void aPluginIsTakenWhereverTheBaseHasIt(String path) {
    ClosedBase base = ClosedBase.of(path, "").judgedBy("pytest -p tools.plug");

    assertThat(base.write(path)).isEqualTo(HELD);
    assertThat(base.isTakenBack(path)).isTrue();
  }

  @Test
  void whatWouldComeBeforeAPluginIsTaken() {
    ClosedBase base = base("pytest.ini", "[pytest]\naddopts = -p tools.plug\n").judgedBy("pytest");

    for (String path : new String[] {"tools.py", "tools/plug/__init__.py"}) {
      assertThat(base.write(path)).as(path).isEqualTo(HELD);
    }
    assertThat(base.isTakenBack("tools/plug.abi3.so")).isTrue();
  }

  @Test
  void pluginsThatPluginsNameAreTaken() {
    ClosedBase base =
        base("conftest.py", "pytest_plugins = ['tools.first']\n")
            .with("tools/first.py", "from tools.names import MORE\npytest_plugins = MORE\n")
            .with("tools/names.py", "MORE = ['tools.second', 'tools.first']\n")
            .with("tools/second/__init__.py", "pytest_plugins = 'tools.plug'\n")
            .judgedBy("pytest -q");

    requireTaken(base);
    for (String path : new String[] {"tools/names.py", "tools/second/__init__.py"}) {
      assertThat(base.write(path)).as(path).isEqualTo(HELD);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest -o pythonpath=src",
        "pytest -opythonpath=src",
        "pytest --override-ini=pythonpath='lib src'",
      })
  void directoriesThatAnOptionPutsOnThePathCount(String shell) {
    ClosedBase base = ClosedBase.of("src/fare.py", "").judgedBy(shell);

    assertThat(base.write("src/pluggy.py")).startsWith("HOLD ");
    assertThat(base.isTakenBack("src/pluggy.py")).isTrue();
    assertThat(base.write("src/fare.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coverage run --rcfile=ci/own.ini -m pytest",
        "COVERAGE_RCFILE=ci/own.ini coverage run -m pytest",
        "pytest --cov-config=ci/own.ini",
        "pytest -qqc ci/own.ini",
      })
  void settingsThatAnOptionNamesAreTaken(String shell) {
    ClosedBase base = ClosedBase.of("ci/own.ini", "").judgedBy(shell);

    assertThat(base.write("ci/own.ini")).isEqualTo(HELD);
  }

  @Test
  void settingsThatTheBaseDoesNotHaveAreHeld() {
    ClosedBase base = ClosedBase.of("fare.py", "").judgedBy("pytest -q");

    for (String path : new String[] {"pytest.toml", ".pytest.toml", "tests/.pytest.toml"}) {
      assertThat(base.write(path)).as(path).startsWith("HOLD ");
      assertThat(base.isTakenBack(path)).as(path).isTrue();
    }
  }

  @Test
  void modulesOfTestsAreReadUpToABound() {
    String large = "pytest_plugins = 'tools.plug'\n" + "#".repeat(1 << 19);
    ClosedBase base = base("tests/test_b.py", large).judgedBy("pytest -q");

    assertThat(base.write("tools/plug.py")).isEqualTo(FREE);
    assertThat(base.closure().computed())
        .extracting(ControlClosure.Computed::where)
        .containsExactly("tests/test_b.py");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pytest $X tests", "pytest \"${O[@]}\"", "pytest -q $(cat options)"})
  void optionsThatAreComputedAreNoted(String shell) {
    ClosedBase base = ClosedBase.of("fare.py", "").judgedBy(shell);

    assertThat(base.closure().computed())
        .extracting(ControlClosure.Computed::where)
        .contains("step step-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p tools.plug; cp -p tools.plug x; pytest -q tests",
        "pytest -q -k 'tools.plug' -m tools.plug tests",
        "pytest -rA tools/plug.py",
        "python3 -P -m pytest -p no:cacheprovider -p xdist tests",
        "git log -p; ssh -p 22 host; pytest --pyargs fare",
      })
  void whatIsNoPluginIsFree(String shell) {
    ClosedBase base =
        base("conftest.py", "import os\n# pytest_plugins = ['tools.plug']\n")
            .with("tests/test_a.py", "'''pytest_plugins: tools.plug'''\nassert 'tools.plug'\n")
            .judgedBy(shell);

    assertThat(base.write("tools/plug.py")).isEqualTo(FREE);
    assertThat(base.write("tools/product.py")).isEqualTo(FREE);
  }
}
