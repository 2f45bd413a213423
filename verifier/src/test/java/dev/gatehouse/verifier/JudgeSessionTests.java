package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.TestOutcome;
import dev.gatehouse.evidence.report.VerifiedStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each session of a step has its judge, whatever the step's own files do around it. */
class JudgeSessionTests extends VerifierFixture {
  private static final String TAKE_ALL_NONCES =
      "python3 -c 'import os; [os.read(198, 33) for each in range(64)]'; ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env -i PATH=/usr/bin pytest -q",
        "env -i /usr/bin/python3 -m pytest -q",
        "unset PYTEST_ADDOPTS; PYTEST_PLUGINS=plug python3 -m pytest -q",
        "make -s check",
      })
  void theJudgeIsLoadedThoughTheEnvironmentIsCleared(String command) {
    both("plug.py", "");
    both("Makefile", "check:\n\tenv -i PATH=/usr/bin PYTEST_PLUGINS=plug python3 -m pytest -q\n");
    both("test_it.py", "def test_it(): pass\n");

    VerifiedStep step = only(command);

    assertThat(step.exitCode()).as(stderr(step)).isZero();
    assertThat(judged(step).isWhole()).isTrue();
    assertThat(judged(step).tests()).hasSize(1);
  }

  /** A test does not see the variable, and what it starts does not have the socket. */
  @Test
  void whatStartsPythonHasNoOtherEffect() {
    both("see.py", "import os, sys\nsys.exit('PYTEST_PLUGINS' in os.environ)\n");
    both(
        "test_it.py",
        """
        import os
        def test_it():
            assert not [name for name in os.environ if name.startswith("PYTEST_PL")]
            assert os.system("env -i /usr/bin/python3 see.py") == 0
        """);

    VerifiedStep step = only("env -i PATH=/usr/bin pytest -q");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    assertThat(judged(step).isWhole()).isTrue();
  }

  @Test
  void aSessionWithoutANonceFails() {
    both("test_it.py", "def test_it(): pass\n");

    VerifiedStep step = only(TAKE_ALL_NONCES + "pytest -q");

    assertThat(step.exitCode()).isEqualTo(4);
    assertThat(stderr(step)).contains("judge takes no more sessions in this step");
    assertThat(judged(step).sessions()).isEmpty();
  }

  @Test
  void sessionsThatRunNothingAndThoseInsideATestAreAsWithoutTheJudge() {
    both("conftest.py", "pytest_plugins = ['pytester']\n");
    both(
        "test_it.py",
        """
        def test_inside(pytester):
            pytester.makepyfile("def test_it(): assert False")
            for each in range(70):
                pytester.runpytest_inprocess().assert_outcomes(failed=1)
        """);

    VerifiedStep step =
        only("set -e; pytest --version; pytest --help; pytest --collect-only; pytest -q");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    JudgeReport report = judged(step);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.sessions()).hasSize(4);
    assertThat(report.ran()).isTrue();
  }

  /** What honest conftest files and plug-ins do to each item would go wrong for a sentinel. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "def pytest_runtest_setup(item):\n    assert item.module.__file__.endswith('test_it.py')\n",
        "def pytest_runtest_setup(item):\n    assert item.get_closest_marker('usefixtures')\n",
        "def pytest_runtest_call(item):\n    item._request.getfixturevalue('db')\n",
        "def pytest_runtest_makereport(item):\n    assert item.funcargs['db'] == 1\n",
        """
        import pytest
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(item):
            outcome = yield
            if outcome.get_result().failed:
                item.session.exitstatus = 1
                item.session.testsfailed += 1
        """,
        """
        class Own:
            def pytest_runtest_setup(self, item):
                assert item.name == 'test_it'
        def pytest_configure(config):
            config.pluginmanager.register(Own())
        """,
      })
  void sentinelsMeetNoHookOfAConftestFile(String conftest) {
    both("unit/conftest.py", conftest + "import pytest\n@pytest.fixture\ndef db(): return 1\n");
    both("unit/test_it.py", "import pytest\n@pytest.mark.usefixtures('db')\ndef test_it(): pass\n");

    VerifiedStep step = only("python3 -m pytest -q");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    assertThat(judged(step).isWhole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pytest_plugins = ['plug']"})
  void sentinelsMeetNoHookOfAPluginThatTheWorkspaceNames(String conftest) {
    both("conftest.py", conftest);
    both(
        "plug.py",
        """
        class Own:
            def pytest_runtest_call(self, item):
                assert item.name == 'test_it'
        def pytest_configure(config):
            config.pluginmanager.register(Own())
        def pytest_runtest_setup(item):
            assert item.name == 'test_it'
        """);
    both("test_it.py", "def test_it(): pass\n");

    VerifiedStep step = only("python3 -m pytest -q " + (conftest.isEmpty() ? "-p plug" : ""));

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    assertThat(judged(step).isWhole()).isTrue();
  }

  @Test
  void aPluginThatTheTestedCodeRegistersIsFoundByTheSentinels() {
    both("test_it.py", "import product\ndef test_it(): assert False\n");
    both("product.py", "");
    put(
        "product.py",
        """
        import gc, pytest
        class Passed:
            @pytest.hookimpl(hookwrapper=True)
            def pytest_runtest_makereport(self):
                outcome = yield
                outcome.get_result().outcome = "passed"
        for manager in [o for o in gc.get_objects() if isinstance(o, pytest.PytestPluginManager)]:
            manager.register(Passed())
        """);

    VerifiedStep step = only("python3 -m pytest -q");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    assertThat(judged(step).isWhole()).isFalse();
  }

  @Test
  void aTestMayCloseTheDescriptorOfTheSocket() {
    both("test_it.py", "import os\ndef test_it(): os.closerange(100, 230)\n");
    both(
        "check.py",
        "import pytest, sys\nsys.exit(pytest.main(['-q']) or pytest.main(['-q', 'test_it.py']))\n");

    VerifiedStep step = only("python3 check.py");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    JudgeReport report = judged(step);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.tests())
        .extracting(JudgeSession.Test::outcome)
        .containsExactly(TestOutcome.PASSED, TestOutcome.PASSED);
  }

  /** No sentinel meets them all, so the gates compare them with those of the base. */
  @Test
  void theJudgeSaysWhereHooksAreWritten() {
    both(
        "conftest.py",
        "from shop.hooks import *\nexec('def pytest_sessionstart(): pass')\nexec('def pytest_unconfigure(): len(\"a\")')\n");
    both("shop/hooks.py", "def pytest_report_header(): pass\n");
    both("own.py", "import shop.hooks\ndef pytest_runtest_setup(): pass\n");
    both("plug.py", "def pytest_sessionfinish(): pass\n");
    both(
        "test_it.py",
        "import own\ndef test_it(pytestconfig):\n    pytestconfig.pluginmanager.register(own)\n");
    String archive =
        "python3 -c 'import zipfile as z; z.ZipFile(\"/tmp/a.zip\", \"w\").write(\"plug.py\")'";

    VerifiedStep step = only(archive + "; rm plug.py; PYTHONPATH=/tmp/a.zip:. pytest -q -p plug");

    assertThat(step.exitCode()).as(stdout(step)).isZero();
    List<JudgeSession.Plugin> plugins = judged(step).plugins();
    assertThat(plugins)
        .extracting(JudgeSession.Plugin::file)
        .containsExactlyInAnyOrder(
            "/tmp/a.zip", "conftest.py", "shop/hooks.py", "<string>", "<string>", "own.py");
    assertThat(plugins).extracting(JudgeSession.Plugin::sha256).allMatch(sha -> sha.length() == 64);
  }
}
