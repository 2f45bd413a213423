package dev.gatehouse.golden;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Repositories as people have them, with the defect that {@link DefectRepository} has, and how each
 * is tested.
 */
enum HonestRepository {
  FLAT("", Map.of("test_fare.py", Texts.TEST), "python3 -m pytest -q"),
  FLAT_WITH_TESTS_ASIDE("", Map.of("tests/test_fare.py", Texts.TEST), "python3 -m pytest -q tests"),
  FLAT_WITH_A_PACKAGE_OF_TESTS(
      "",
      Map.of("tests/__init__.py", "", "tests/test_fare.py", Texts.TEST),
      "python3 -m pytest -q tests"),
  SOURCES_BY_SETTINGS(
      "src/",
      Map.of(
          "tests/test_fare.py",
          Texts.TEST,
          "pyproject.toml",
          "[tool.pytest.ini_options]\npythonpath = ['src']\n"),
      "pytest -q"),
  SOURCES_BY_VARIABLE(
      "src/", Map.of("tests/test_fare.py", Texts.TEST), "PYTHONPATH=src python3 -m pytest -q"),
  CONFTEST_IN_DIRECTORIES(
      "",
      Map.of(
          "conftest.py", "",
          "tests/conftest.py", "import pytest\n@pytest.fixture\ndef zones():\n    return 2\n",
          "tests/deep/conftest.py",
              """
              import pytest
              @pytest.hookimpl
              def pytest_runtest_setup(item):
                  assert item.module.__name__
              @pytest.fixture(autouse=True, scope="session")
              def once():
                  yield
              """,
          "tests/deep/test_fare.py",
              "from fare import fare\ndef test_it(zones):\n    assert fare(zones) == 7\n"),
      "python3 -m pytest -q"),
  HOOKS_THAT_EXPECT_THEIR_OWN_ITEMS(
      "",
      Map.of(
          "conftest.py", "",
          "tests/conftest.py",
              """
              import pytest
              @pytest.fixture(autouse=True)
              def zones():
                  return 2
              def pytest_runtest_setup(item):
                  assert item.module.__file__.endswith("test_fare.py")
                  assert item.get_closest_marker("fares")
              def pytest_runtest_call(item):
                  item._request.getfixturevalue("zones")
              @pytest.hookimpl(hookwrapper=True)
              def pytest_runtest_makereport(item):
                  outcome = yield
                  assert item.funcargs["zones"] == 2
                  if outcome.get_result().failed:
                      item.session.exitstatus = 1
                      item.session.testsfailed += 1
              """,
          "tests/test_fare.py",
              "import pytest\nfrom fare import fare\n@pytest.mark.fares\ndef test_it(zones):\n    assert fare(zones) == 7\n",
          "pytest.ini", "[pytest]\nmarkers = fares\n"),
      "python3 -m pytest -q"),
  CLEARS_THE_ENVIRONMENT(
      "",
      Map.of(
          "test_fare.py",
          Texts.TEST,
          "Makefile",
          "test:\n\t@env -i PATH=\"$$PATH\" python3 -m pytest -q\n"),
      "make test"),
  PARAMETERS(
      "",
      Map.of(
          "test_fare.py",
          """
          import pytest
          from fare import fare
          @pytest.mark.parametrize("zones", [1, 2], ids=["a b", "é::[1]"])
          def test_it(zones):
              assert fare(zones) == 3 + 2 * zones
          """),
      "python3 -m pytest -q"),
  UNSTABLE_PARAMETERS(
      "",
      Map.of(
          "test_fare.py",
          """
          import pytest, uuid
          from fare import fare
          @pytest.mark.parametrize("key", [str(uuid.uuid4()), str(uuid.uuid4())])
          def test_it(key):
              assert fare(2) == 7
          """),
      "python3 -m pytest -q"),
  STOPS_AT_ONCE("", Map.of("test_fare.py", Texts.THREE), "python3 -m pytest -q -x"),
  STOPS_SOON("", Map.of("test_fare.py", Texts.THREE), "python3 -m pytest -q --maxfail=1"),
  SELECTS("", Map.of("test_fare.py", Texts.THREE), "python3 -m pytest -q -k 'not other'"),
  SKIPS_AND_EXPECTS_FAILURES(
      "",
      Map.of(
          "test_fare.py",
          Texts.TEST
              + """
              import pytest
              @pytest.mark.skip
              def test_later():
                  assert False
              @pytest.mark.xfail
              def test_some_day():
                  assert fare(-1) == 0
              """),
      "python3 -m pytest -q"),
  CLASSES_AND_DOCUMENTATION(
      "",
      Map.of(
          "test_fare.py",
          Texts.TEST
              + """
              import unittest
              class FareTests(unittest.TestCase):
                  def setUp(self):
                      self.zones = 2
                  def test_it(self):
                      self.assertEqual(fare(self.zones), 7)
              """,
          "words.py",
          "def words():\n    '''\n    >>> 1 + 1\n    2\n    '''\n"),
      "python3 -m pytest -q --doctest-modules"),
  MAKE("", Map.of("test_fare.py", Texts.TEST, "Makefile", "test:\n\t@pytest -q\n"), "make test"),
  SCRIPT(
      "",
      Map.of("test_fare.py", Texts.TEST, "check", "#!/bin/sh\nexec python3 -m pytest -q \"$@\"\n"),
      "sh check test_fare.py"),
  HOOKS_OF_A_HELPER(
      "",
      Map.of(
          "conftest.py",
              """
              import os, sys
              sys.path.insert(0, os.path.dirname(__file__))
              class Own:
                  def pytest_runtest_setup(self, item):
                      assert item.module.__file__.endswith("test_fare.py")
              def pytest_collection_finish(session):
                  import reporting
                  session.config.pluginmanager.register(reporting.Reporter())
                  session.config.pluginmanager.register(Own())
              """,
          "reporting.py",
              "class Reporter:\n    def pytest_runtest_setup(self, item):\n        assert item.module.fare\n",
          "test_fare.py", Texts.TEST),
      "pytest -q"),
  /** The defect is in a package that is loaded with its plug-in. */
  PLUGIN_OF_THE_PACKAGE(
      "fare/",
      Map.of(
          "conftest.py", "pytest_plugins = ['fare.plug']\n",
          "fare/__init__.py", "from fare.fare import fare\n",
          "fare/plug.py",
              "import pytest\n@pytest.fixture\ndef zones():\n    return 2\ndef pytest_report_header():\n    return 'fares'\n",
          "tests/test_fare.py",
              "import fare\ndef test_it(zones):\n    assert fare.fare(zones) == 7\n"),
      "pytest -q"),
  /** A constant whose order differs in each process. */
  HOOK_OF_NO_FILE(
      "",
      Map.of(
          "conftest.py",
          "exec('def pytest_report_header(config): return str(config in {\"a\", \"b\", \"c\"})')\n",
          "test_fare.py",
          Texts.TEST),
      "pytest -q"),
  LINKS(
      "",
      Map.of(
          "conftest.py", "-> tools/conf.py",
          "tools/conf.py", "import pytest\n@pytest.fixture\ndef zones():\n    return 2\n",
          "tests/data", "-> ../data",
          "data/fee.txt", "7\n",
          "current", "-> tests",
          "tests/test_fare.py",
              """
              import pathlib
              from fare import fare
              def test_it(zones):
                  assert fare(zones) == int((pathlib.Path(__file__).parent / "data/fee.txt").read_text())
              """),
      "python3 -m pytest -q current"),
  MAKE_WITH_PARTS(
      "",
      Map.of(
          "Makefile", "include conf/*.mk\n-include local.mk\ntest:\n\t@$(RUN)\n",
          "conf/a.mk", "RUN = for each in ci/*.sh; do sh $$each || exit 1; done\n",
          "ci/unit.sh", "exec pytest -q\n",
          "ci/style.sh", "! grep -n '[[:blank:]]$' *.py\n",
          "test_fare.py", Texts.TEST),
      "make test"),
  PROGRAM_WITH_TWO_SESSIONS(
      "",
      Map.of(
          "test_fare.py",
          Texts.TEST,
          "test_more.py",
          "def test_more():\n    assert True\n",
          "check.py",
          "import pytest, sys\nsys.exit(pytest.main(['-q', 'test_more.py']) or pytest.main(['-q', 'test_fare.py']))\n"),
      "python3 check.py"),
  TESTS_THAT_START_THE_RUNNER(
      "",
      Map.of(
          "conftest.py",
          "pytest_plugins = ['pytester']\n",
          "test_fare.py",
          Texts.TEST
              + """
              import subprocess, sys
              def test_inside(pytester):
                  pytester.makepyfile("def test_it(): assert False")
                  pytester.runpytest_inprocess().assert_outcomes(failed=1)
              def test_beside():
                  done = subprocess.run([sys.executable, "-m", "pytest", "--version"])
                  assert done.returncode == 0
              """),
      "python3 -m pytest -q");

  private static final class Texts {
    static final String TEST =
        """
        from fare import fare


        def test_counts_the_base_fee():
            assert fare(2) == 7
        """;

    static final String THREE =
        """
        from fare import fare


        def test_first():
            assert fare(2) == 7


        def test_other():
            assert fare(0) == 3


        def test_third():
            assert fare(1) == 5
        """;
  }

  private final String sources;

  @SuppressWarnings("ImmutableEnumChecker") // each is made by Map.of
  private final Map<String, String> files;

  private final String judgement;

  HonestRepository(String sources, Map<String, String> files, String judgement) {
    this.sources = sources;
    this.files = files;
    this.judgement = judgement;
  }

  /** The file with the defect. */
  String file() {
    return sources + DefectRepository.FILE;
  }

  /** How its people test it. */
  String judgement() {
    return judgement;
  }

  /** A fresh one. */
  Repository repository() {
    Map<String, String> all = new HashMap<>(files);
    all.put(file(), "def fare(zones):\n    return 2 * zones\n");
    return Repository.of(all);
  }

  /** Codes of the notes on it, though it passes. */
  List<String> notes() {
    return this == FLAT_WITH_TESTS_ASIDE ? List.of("SAFE_PATH_LEFT_OUT") : List.of();
  }
}
