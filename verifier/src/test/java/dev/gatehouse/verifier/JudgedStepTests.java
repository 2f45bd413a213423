package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.TestOutcome;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the judge in the image reports, of real sessions in real containers. */
class JudgedStepTests extends VerifierFixture {
  private static final String DERIVED = "gatehouse/sandbox:judged-step-tests";
  private static final String TESTS =
      """
      import pytest, unittest

      @pytest.fixture(autouse=True, scope="module")
      def around():
          yield

      @pytest.fixture
      def broken_after():
          yield
          assert False

      @pytest.mark.parametrize("x", [1, 2], ids=["a", "é ::[b]"])
      def test_parameters(x):
          assert x

      def test_fails():
          assert 1 == 2

      def test_errs(no_such_fixture):
          pass

      def test_errs_after(broken_after):
          pass

      @pytest.mark.skip
      def test_skips():
          pass

      @pytest.mark.xfail
      def test_fails_as_expected():
          assert False

      @pytest.mark.xfail
      def test_passes_unexpectedly():
          pass

      class TestOld(unittest.TestCase):
          def test_old(self):
              pass
      """;

  @Test
  void everyTestIsListedWithItsOutcome() {
    both("test_all.py", TESTS);

    VerifiedStep step = only("python3 -m pytest -q");

    JudgeReport report = judged(step);
    assertThat(report.isWhole()).isTrue();
    assertThat(
            report.tests().stream()
                .collect(Collectors.toMap(JudgeSession.Test::id, JudgeSession.Test::outcome)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("test_all.py::test_parameters[a]", TestOutcome.PASSED),
                Map.entry("test_all.py::test_parameters[\\xe9 ::[b]]", TestOutcome.PASSED),
                Map.entry("test_all.py::test_fails", TestOutcome.FAILED),
                Map.entry("test_all.py::test_errs", TestOutcome.ERROR),
                Map.entry("test_all.py::test_errs_after", TestOutcome.ERROR),
                Map.entry("test_all.py::test_skips", TestOutcome.SKIPPED),
                Map.entry("test_all.py::test_fails_as_expected", TestOutcome.XFAILED),
                Map.entry("test_all.py::test_passes_unexpectedly", TestOutcome.XPASSED),
                Map.entry("test_all.py::TestOld::test_old", TestOutcome.PASSED)));
  }

  /** Counts, options and the exit status are as they would be without the judge. */
  @Test
  void theSessionIsAsItWouldBeWithoutTheJudge() {
    both("test_all.py", TESTS);
    for (String options :
        List.of("", "-x", "--maxfail=2", "-k 'not fails'", "-v", "--collect-only", "nothing.py")) {
      String command = "pytest -p no:cacheprovider --tb=short %s 2>&1".formatted(options);
      VerificationStep step = VerificationStep.shell("tests", command, 60);
      bases = Optional.empty();
      VerifiedStep without = verify(step).steps().getFirst();
      bases = Optional.of((_, runs) -> runs.get());
      VerifiedStep with = verify(step).steps().getFirst();

      assertThat(with.exitCode()).isEqualTo(without.exitCode());
      assertThat(lasting(stdout(with))).isEqualTo(lasting(stdout(without)));
      assertThat(with.tests().map(tests -> tests.passed()))
          .isEqualTo(without.tests().map(tests -> tests.passed()));
    }
  }

  private static String lasting(String output) {
    return output.replaceAll(" in [0-9.]+s", "").replaceAll("(?m)^plugins: .*\\n", "");
  }

  @Test
  void aRunnerThatEndsEarlyHasNoEnd() {
    both("product.py", "");
    both("test_it.py", "import product\ndef test_it(): pass\n");
    put("product.py", "import os\nos._exit(0)\n");

    VerifiedStep step = only("python3 -m pytest -q");

    assertThat(step.exitCode()).isZero();
    assertThat(judged(step).isWhole()).isFalse();
  }

  @Test
  void aRunnerThatRunsNoTestIsFoundByItsSentinels() {
    both("test_it.py", "import product\ndef test_it(): assert False\n");
    both("product.py", "");
    for (String lie :
        List.of(
            "import _pytest.python\n_pytest.python.Function.runtest = lambda self: None\n",
            "import _pytest.runner\n_pytest.runner.call_runtest_hook = lambda item, when, **kw: "
                + "_pytest.runner.CallInfo.from_call(lambda: None, when)\n")) {
      put("product.py", lie);

      VerifiedStep step = only("python3 -m pytest -q");

      assertThat(step.exitCode()).as(stdout(step)).isZero();
      assertThat(judged(step).isWhole()).isFalse();
    }
  }

  @Test
  void aChildCannotWriteTheReport() {
    both("test_it.py", "import product\ndef test_it(): product.lie()\n");
    both("product.py", "def lie(): pass\n");
    put(
        "product.py",
        """
        import gc, os
        def lie():
            child = os.fork()
            if child == 0:
                for judge in [o for o in gc.get_objects() if type(o).__name__ == "Judge"]:
                    judge.process = os.getpid()
                    judge.write("result", i=0, outcome="passed")
                    judge.flush()
                os._exit(0)
            os.waitpid(child, 0)
        """);

    VerifiedStep step = only("python3 -m pytest -q");

    assertThatThrownBy(() -> judged(step)).isInstanceOf(JudgeReport.InvalidReportException.class);
  }

  @Test
  void aTestThatForksGoesOnUnreported() {
    both("test_it.py", "import os\ndef test_it():\n    os.fork()\ndef test_more(): pass\n");

    JudgeReport report = judged(only("python3 -m pytest -q"));

    assertThat(report.isWhole()).isTrue();
    assertThat(report.tests()).hasSize(2);
  }

  @Test
  void theBaseSaysWhichTestsThereAre() {
    both("calc.py", "def add(a, b):\n    return a - b\n");
    both(
        "test_calc.py",
        """
        import pytest, uuid
        from calc import add

        @pytest.mark.parametrize("key", [str(uuid.uuid4())])
        def test_key(key):
            pass

        def test_add():
            assert add(1, 2) == 3
        """);
    put("calc.py", "def add(a, b):\n    return a + b\n");

    BaseStep known = base(verify(VerificationStep.shell("tests", "python3 -m pytest -q", 60)));

    assertThat(known.safePath()).isTrue();
    assertThat(known.listed()).isTrue();
    assertThat(known.tests())
        .extracting(JudgeSession.Test::outcome)
        .containsExactly(TestOutcome.PASSED, TestOutcome.FAILED);
    assertThat(known.unstable()).containsExactly("test_calc.py::test_key");
  }

  @Test
  void theWorkingDirectoryStaysOnThePathWhereTheBaseNeedsIt() {
    both("calc.py", "def add(a, b):\n    return a + b\n");
    both(
        "tests/test_calc.py", "from calc import add\ndef test_add():\n    assert add(1, 2) == 3\n");
    both("Makefile", "check:\n\tpython3 -m pytest -q tests\n");

    VerifierReport report =
        verify(
            VerificationStep.shell("module", "python3 -m pytest -q tests", 60),
            VerificationStep.shell("make", "make check", 60),
            VerificationStep.shell("told", "PYTHONPATH=. python3 -m pytest -q tests", 60));

    assertThat(report.steps()).allMatch(step -> step.exitCode() == 0);
    assertThat(report.steps())
        .extracting(step ->
            step.judged().orElseThrow().environment().containsKey(StepEnvironment.SAFE_PATH))
        .containsExactly(false, false, true);
    assertThat(report.steps()).allMatch(step -> judged(step).ran());
  }

  @Test
  void noPluginOfTheWorkspaceIsLoadedByAnEntryPoint() {
    both("test_it.py", "def test_it(): assert False\n");
    put("evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n");
    put("evil-1.0.dist-info/entry_points.txt", "[pytest11]\nevil = evil\n");
    put("evil.py", "import os\nos._exit(0)\n");

    VerifiedStep step = only("PYTHONPATH=. python3 -m pytest -q");

    assertThat(step.exitCode()).isEqualTo(1);
    assertThat(judged(step).isWhole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PYTEST_ADDOPTS=-q python3 -m pytest",
        "export PYTEST_ADDOPTS=; pytest -q",
        "PYTEST_PLUGINS=plug python3 -m pytest -q",
        "unset PYTEST_PLUGINS; python3 -m pytest -q",
      })
  void theJudgeIsLoadedThoughACommandSetsAVariableForItself(String command) {
    both("plug.py", "");
    both("test_it.py", "def test_it(): pass\n");

    VerifiedStep step = only(command);

    assertThat(step.exitCode()).isZero();
    assertThat(judged(step).isWhole()).isTrue();
    assertThat(judged(step).tests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pytest -q", "pytest -q -x", "python3 -m pytest --maxfail=1 -p no:randomly"})
  void theBaseListsWhatASessionWouldStopBefore(String command) {
    both("test_a.py", "import no_such_module\n");
    both("test_b.py", "def test_fails(): assert False\n");
    both("test_c.py", "def test_passes(): pass\n");

    BaseReport.BaseStep base =
        baseReport(verify(VerificationStep.shell("tests", command, 60))).steps().getFirst();

    assertThat(base.listed()).isTrue();
    assertThat(base.tests())
        .containsExactly(
            new JudgeSession.Test("test_b.py::test_fails", TestOutcome.FAILED),
            new JudgeSession.Test("test_c.py::test_passes", TestOutcome.PASSED));
    assertThat(base.collectors())
        .containsExactly(new JudgeSession.Test("test_a.py", TestOutcome.FAILED));
  }

  @Test
  void aPluginOfTheImageIsLoadedByItsEntryPoint() throws Exception {
    both("test_it.py", "def test_it(from_the_image): assert from_the_image == 7\n");
    Path added = Files.createDirectories(directory.resolve("added"));
    Path plugin = Files.createDirectories(added.resolve("plugin-1.0.dist-info"));
    Files.writeString(
        plugin.resolve("METADATA"), "Metadata-Version: 2.1\nName: plugin\nVersion: 1.0\n");
    Files.writeString(plugin.resolve("entry_points.txt"), "[pytest11]\nplugin = plugin\n");
    Files.writeString(
        added.resolve("plugin.py"),
        "import pytest\n@pytest.fixture\ndef from_the_image():\n    return 7\n");
    shell(
        """
        made=$(docker create --network=none gatehouse/sandbox:local true)
        docker cp %s/. "$made":/usr/lib/python3/dist-packages/
        docker export "$made" | docker import --change 'LABEL dev.gatehouse.image=sandbox' - %s
        docker rm "$made"
        """
            .formatted(added, DERIVED));
    try {
      image = DERIVED;

      assertThat(only("python3 -m pytest -q").exitCode()).isZero();
    } finally {
      shell("docker image rm --force " + DERIVED);
    }
  }

  private static void shell(String text) throws Exception {
    Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", text).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aKnownBaseIsNotRunAgain() {
    both("test_it.py", "def test_it(): pass\n");
    VerificationStep step = VerificationStep.shell("tests", "python3 -m pytest -q", 60);
    BaseReport known = baseReport(verify(step));
    Digest[] asked = new Digest[1];
    bases =
        Optional.of((key, _) -> {
          asked[0] = key;
          return known;
        });

    VerifierReport again = verify(step);

    assertThat(baseReport(again)).isEqualTo(known);
    assertThat(asked[0]).isNotNull();
  }

  private BaseStep base(VerifierReport report) {
    return baseReport(report).steps().getFirst();
  }

  private BaseReport baseReport(VerifierReport report) {
    byte[] document = blob(report.base().orElseThrow());
    return BaseReport.fromJson(StrictJson.readCanonical(document));
  }
}
