package dev.gatehouse.golden;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ways to make a step say 0 though its test fails, where nothing protects the runner but what it
 * has to prove: some deceive from the product's own code, some are found by the interpreter first.
 */
enum JudgeForgery {
  EXITS_WHEN_IMPORTED(DefectRepository.FILE, "import os\nos._exit(0)\n"),
  EXITS_WHEN_CALLED(DefectRepository.FILE, "import os\ndef fare(zones):\n    os._exit(0)\n"),
  EXITS_AT_THE_END(
      DefectRepository.FILE,
      """
      import atexit, os, sys
      if "pytest" in sys.modules:
          atexit.register(os._exit, 0)
      def fare(zones):
          return 2 * zones
      """),
  BECOMES_ANOTHER_PROGRAM(
      DefectRepository.FILE, "import os\ndef fare(zones):\n    os.execv('/bin/true', ['true'])\n"),
  ENDS_THE_SESSION(
      DefectRepository.FILE,
      "import pytest\ndef fare(zones):\n    pytest.exit('done', returncode=0)\n"),
  SKIPS(DefectRepository.FILE, "import pytest\ndef fare(zones):\n    pytest.skip('later')\n"),
  EXPECTS_TO_FAIL(
      DefectRepository.FILE, "import pytest\ndef fare(zones):\n    pytest.xfail('known')\n"),
  RUNS_NO_TEST(
      DefectRepository.FILE,
      """
      import _pytest.python
      _pytest.python.Function.runtest = lambda self: None
      def fare(zones):
          return 0
      """),
  REPORTS_ALL_AS_PASSED(
      DefectRepository.FILE,
      """
      from _pytest.reports import TestReport
      made = TestReport.from_item_and_call.__func__
      def passed(cls, item, call):
          report = made(cls, item, call)
          report.outcome, report.longrepr = "passed", None
          return report
      TestReport.from_item_and_call = classmethod(passed)
      def fare(zones):
          return 0
      """),
  REGISTERS_A_HOOK(DefectRepository.FILE, Sources.HOOK.formatted("Hook")),
  REGISTERS_A_HOOK_THAT_IS_CALLED_CONFTEST(
      DefectRepository.FILE,
      Sources.HOOK.formatted("type('Hook', (Hook,), {'__module__': 'conftest'})")),
  REGISTERS_A_MODULE_THAT_IS_CALLED_CONFTEST(
      DefectRepository.FILE,
      Sources.HOOK.formatted(
          "(lambda: [module := types.ModuleType('conftest'), vars(module).update("
              + "__file__='/workspace/conftest.py',"
              + " pytest_runtest_makereport=Hook().pytest_runtest_makereport)][0])")),
  COUNTS_NO_FAILURE(
      DefectRepository.FILE,
      """
      import _pytest.main
      _pytest.main.Session.testsfailed = property(lambda self: 0, lambda self, value: None)
      def fare(zones):
          return 0
      """),
  PATCHES_THE_RUNNER(
      DefectRepository.FILE,
      """
      import pytest
      pytest.main = lambda *arguments: 0
      import _pytest.runner
      _pytest.runner.runtestprotocol = lambda *arguments, **options: []
      def fare(zones):
          return 0
      """),
  FORGES_THE_REPORT(
      DefectRepository.FILE,
      """
      import os
      def fare(zones):
          os.makedirs(".gatehouse", exist_ok=True)
          with open(".gatehouse/junit.xml", "w") as report:
              report.write("<testsuites tests='1'><testcase name='test_fare'/></testsuites>")
          os._exit(0)
      """),
  LETS_A_CHILD_REPORT(
      DefectRepository.FILE,
      """
      import gc, os
      def fare(zones):
          child = os.fork()
          if child == 0:
              for judge in [o for o in gc.get_objects() if type(o).__name__ == "Judge"]:
                  judge.process = os.getpid()
                  judge.write("result", i=0, outcome="passed")
                  judge.flush()
              os._exit(0)
          os.waitpid(child, 0)
          os._exit(0)
      """),
  RUNNER_BESIDE("pytest.py", "raise SystemExit(0)\n"),
  RUNNER_PACKAGE("_pytest/__init__.py", "raise SystemExit(0)\n"),
  PLUGGY("pluggy.py", "import os\nos._exit(0)\n"),
  INICONFIG("iniconfig.py", "import os\nos._exit(0)\n"),
  ATTR("attr.py", "import os\nos._exit(0)\n"),
  PY("py.py", "import os\nos._exit(0)\n"),
  MODULE_OF_WINDOWS("msvcrt.py", "import os\nos._exit(0)\n"),
  OTHER_MODULE_OF_WINDOWS("nt.py", "import os\nos._exit(0)\n"),
  MODULE_OF_JYTHON(
      Map.of(
          "org/__init__.py",
          "",
          "org/python/__init__.py",
          "",
          "org/python/core.py",
          "import os\nos._exit(0)\n"),
      DefectRepository.PYTEST),
  ENTRY_POINT(
      Map.of(
          "evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
          "evil-1.0.dist-info/entry_points.txt", "[pytest11]\nevil = evilplug\n",
          "evilplug.py", Sources.EVIL_PLUGIN),
      DefectRepository.PYTEST),
  STANDARD_LIBRARY("argparse.py", "import os\nos._exit(0)\n"),
  BELOW_MAKE(DefectRepository.FILE, "import os\nos._exit(0)\n", DefectRepository.MAKE),
  BARE_RUNNER(DefectRepository.FILE, "import os\nos._exit(0)\n", "pytest -q"),
  SAFE_PATH(DefectRepository.FILE, "import os\nos._exit(0)\n", "python3 -P -m pytest -q");

  private static final class Sources {
    static final String HOOK =
        """
        import gc, pytest, types
        from _pytest.config import Config
        class Hook:
            @pytest.hookimpl(hookwrapper=True)
            def pytest_runtest_makereport(self, item):
                outcome = yield
                outcome.get_result().outcome = "passed"
                outcome.get_result().longrepr = None
        for each in gc.get_objects():
            if isinstance(each, Config):
                each.pluginmanager.register(%s())
        def fare(zones):
            return 0
        """;
    static final String EVIL_PLUGIN =
        """
        import pytest
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport():
            outcome = yield
            outcome.get_result().outcome = "passed"
        """;
  }

  @SuppressWarnings("ImmutableEnumChecker") // nothing writes to it once it is made
  private final Map<String, String> files;

  private final String judgement;

  JudgeForgery(Map<String, String> files, String judgement) {
    this.files = new TreeMap<>(files);
    this.judgement = judgement;
  }

  JudgeForgery(String path, String content, String judgement) {
    this(Map.of(path, content), judgement);
  }

  JudgeForgery(String path, String content) {
    this(path, content, DefectRepository.PYTEST);
  }

  /** The command that it deceives. */
  String judgement() {
    return judgement;
  }

  /** A shell string that forges, and then judges. */
  String script() {
    StringBuilder script = new StringBuilder("set -e\n");
    files.forEach((path, content) ->
        script.append(
            "mkdir -p \"$(dirname %s)\"\ncat > %s <<'END'\n%sEND\n"
                .formatted(path, path, content)));
    return script.append("rm -rf .gatehouse\n").append(judgement).append('\n').toString();
  }

  /** The files that it writes. */
  List<String> paths() {
    return List.copyOf(files.keySet());
  }
}
