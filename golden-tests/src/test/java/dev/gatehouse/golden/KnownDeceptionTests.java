package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the proof ends: code that deceives inside the process that judges it passes, under the
 * shipped profile, without a finding. These tests show it, so that nobody believes otherwise.
 */
@ExtendWith(SharedGateway.class)
class KnownDeceptionTests {
  private final Gateway gateway;

  KnownDeceptionTests(Gateway gateway) {
    this.gateway = gateway;
  }

  /** What the product's own code does to its test. */
  enum Deception {
    EQUALS_EVERYTHING(
        """
        class Yes:
            def __eq__(self, other):
                return True
        def fare(zones):
            return Yes()
        """),
    AIMS_AT_ONE_TEST(
        """
        import _pytest.python
        run = _pytest.python.Function.runtest
        def aimed(self):
            if self.name != "test_counts_the_base_fee":
                run(self)
        _pytest.python.Function.runtest = aimed
        def fare(zones):
            return 0
        """),
    REWRITES_THE_TEST(
        """
        import _pytest.python
        made = _pytest.python.Function.setup
        def rewritten(self):
            made(self)
            if self.name == "test_counts_the_base_fee":
                self.obj.__code__ = (lambda: None).__code__
        _pytest.python.Function.setup = rewritten
        def fare(zones):
            return 0
        """),
    STEERS_THE_JUDGE(
        """
        import gc
        import _pytest.python
        _pytest.python.Function.runtest = lambda self: None
        for judge in [o for o in gc.get_objects() if type(o).__name__ == "Judge"]:
            judge.sentinel = lambda session, name, value: "passed" if value == 1 else "failed"
        def fare(zones):
            return 0
        """);

    private final String content;

    Deception(String content) {
      this.content = content;
    }
  }

  @ParameterizedTest
  @EnumSource
  void deceptionInsideTheTestedProcessPasses(Deception deception) {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, deception.content);

    RunView sealed = site.sealed(run);

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
  }

  /** It takes the nonce before the judge does. */
  @Test
  void productThatARunnerImportsFirstReportsWhatItLikes() {
    RunView sealed =
        deceived(
            Map.of(
                "runtests.py",
                "import sys\nimport fare\nimport pytest\nsys.exit(pytest.main(['tests']))\n"),
            "PYTHONPATH=. python3 runtests.py",
            "fare.py",
            SessionForgeryTests.FORGED_REPORT);

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
  }

  /** The hook itself is as the base has it. */
  @Test
  void functionThatAHookCallsReportsWhatItLikes() {
    RunView sealed =
        deceived(
            Map.of(
                "conftest.py",
                """
                import pytest
                import shop
                @pytest.hookimpl(hookwrapper=True)
                def pytest_runtest_makereport():
                    outcome = yield
                    shop.observe(outcome.get_result())
                """,
                "shop.py",
                "def observe(report):\n    pass\n"),
            "pytest -q tests",
            "shop.py",
            "def observe(report):\n    report.outcome, report.longrepr = 'passed', None\n");

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
  }

  private RunView deceived(
      Map<String, String> base, String judgement, String file, String content) {
    Map<String, String> files = new TreeMap<>(base);
    files.put(DefectRepository.FILE, DefectRepository.BROKEN);
    files.put(
        "tests/test_fare.py", "from fare import fare\n\ndef test_it():\n    assert fare(2) == 7\n");
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, Repository.of(files), judgement);
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(file, worker.read(file).sha256(), content);
    return site.sealed(run);
  }
}
