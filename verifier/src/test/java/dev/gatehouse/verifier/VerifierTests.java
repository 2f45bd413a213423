package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.evidence.report.VerifierReport.Control;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans run in real containers on trees that try to have the judgement their way. */
class VerifierTests extends VerifierFixture {
  private static final VerificationStep PYTEST =
      VerificationStep.shell("tests", "python3 -m pytest -q", 60);

  VerifierTests() {
    both("calc.py", "def add(a, b):\n    return a + b\n");
    both("test_calc.py", "from calc import add\n\ndef test_add():\n    assert add(1, 2) == 3\n");
    both("conftest.py", "");
    both("Makefile", "check:\n\tgrep -q 'a + b' calc.py\n");
  }

  @Test
  void reportsTestsThatPass() {
    VerifierReport report = verify(PYTEST);

    VerifiedStep step = report.steps().getFirst();
    assertThat(step.ending()).isEqualTo("EXITED");
    assertThat(step.exitCode()).as(stdout(step)).isZero();
    assertThat(step.confirmed()).isTrue();
    assertThat(step.problem()).isEmpty();
    TestResults tests = step.tests().orElseThrow();
    assertThat(tests.passed()).containsExactly("test_calc::test_add");
    assertThat(tests.failed()).isEmpty();
    assertThat(blobs).containsKey(new Digest(tests.reportSha256()));
    assertThat(stdout(step)).contains("1 passed");
    assertThat(report.control()).isEmpty();
    assertThat(report.verifiedTree()).isEqualTo(report.resultTree());
    assertThat(VerifierReport.fromJson(report.toJson())).isEqualTo(report);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void reportsTestsThatFail() {
    put("calc.py", "def add(a, b):\n    return a < b\n");

    VerifiedStep step = verify(PYTEST).steps().getFirst();

    assertThat(step.exitCode()).isEqualTo(1);
    assertThat(step.tests().orElseThrow().failed()).containsExactly("test_calc::test_add");
  }

  @Test
  void leavesOutARunnerThatTheResultBrings() {
    put("calc.py", "def add(a, b):\n    return a - b\n");
    put("pytest.py", "print('1 passed')\n");
    put("sitecustomize.py", "import os; os._exit(0)\n");

    VerifierReport report = verify(PYTEST);

    assertThat(report.steps().getFirst().exitCode()).isEqualTo(1);
    assertThat(report.control())
        .containsExactly(
            new Control(TreePath.of("pytest.py"), false),
            new Control(TreePath.of("sitecustomize.py"), false));
    assertThat(report.verifiedTree()).isNotEqualTo(report.resultTree());
  }

  @Test
  void restoresWhatSteersTheRunner() {
    put("calc.py", "def add(a, b):\n    return a - b\n");
    put(
        "conftest.py",
        "collect_ignore = ['test_calc.py']\ndef pytest_sessionfinish(session): session.exitstatus = 0\n");

    VerifierReport report = verify(PYTEST);

    assertThat(report.steps().getFirst().tests().orElseThrow().failed())
        .containsExactly("test_calc::test_add");
    assertThat(report.control()).containsExactly(new Control(TreePath.of("conftest.py"), true));
  }

  @Test
  void takesAnApprovedChangeOfWhatSteersTheRunner() {
    put("conftest.py", "collect_ignore = ['test_calc.py']\n");
    approved.put(
        TreePath.of("conftest.py"), Optional.ofNullable(result.get(TreePath.of("conftest.py"))));

    VerifierReport report = verify(PYTEST);

    assertThat(report.steps().getFirst().exitCode()).isEqualTo(5);
    assertThat(report.control()).isEmpty();
  }

  @Test
  void leavesOutAMakefileThatWinsOverTheBases() {
    put("calc.py", "def add(a, b):\n    return a - b\n");
    put("GNUmakefile", "check:\n\ttrue\n");

    VerifiedStep step = verify(VerificationStep.shell("make", "make check", 60)).steps().getFirst();

    assertThat(step.exitCode()).isEqualTo(2);
    assertThat(step.tests()).isEmpty();
    assertThat(step.problem()).isEmpty();
  }

  @Test
  void neverFollowsALinkToAReport() {
    String script = "mkdir .gatehouse; ln -s /etc/hostname .gatehouse/junit.xml";
    assertThat(
            verify(VerificationStep.shell("link", script, 60))
                .steps()
                .getFirst()
                .problem()
                .orElseThrow())
        .startsWith("JUNIT_INVALID");
    script = "ln -s /workspace .gatehouse; echo '<testsuite/>' > junit.xml";
    VerifiedStep step = verify(VerificationStep.shell("directory", script, 60)).steps().getFirst();
    assertThat(step.tests()).isEmpty();
  }

  @Test
  void refusesABombForAReport() {
    String script =
        """
        mkdir .gatehouse
        python3 - > .gatehouse/junit.xml <<'EOF'
        print("<!DOCTYPE t [<!ENTITY a0 'ha'>")
        for i in range(1, 40): print(f"<!ENTITY a{i} '&a{i-1};&a{i-1};'>")
        print("]><testsuite><testcase name='x'>&a39;</testcase></testsuite>")
        EOF
        """;
    assertThat(
            verify(VerificationStep.shell("bomb", script, 60))
                .steps()
                .getFirst()
                .problem()
                .orElseThrow())
        .startsWith("JUNIT_INVALID");
  }

  @Test
  void takesNoReportThatTheResultBrings() {
    put(".gatehouse/junit.xml", "<testsuite><testcase name='forged'/></testsuite>");
    VerificationStep step =
        new VerificationStep(
            "strict",
            new CommandRequest.Argv(List.of("true")),
            Map.of(),
            Optional.of(WorkspacePath.parse(".gatehouse/junit.xml")),
            /* junitOptional= */ false,
            /* required= */ true,
            60,
            List.of());

    VerifiedStep ran = verify(step).steps().getFirst();

    assertThat(ran.tests()).isEmpty();
    assertThat(ran.problem().orElseThrow()).startsWith("JUNIT_MISSING");
  }

  @Test
  void keepsStepsApart() {
    List<VerifiedStep> steps =
        verify(
                VerificationStep.shell(
                    "first", "echo evil > calc.py; touch /tmp/kept left; rm Makefile", 60),
                VerificationStep.shell(
                    "second", "cat calc.py; ls /tmp; ls left; ls Makefile; id -u", 60))
            .steps();

    assertThat(steps.getFirst().exitCode()).isZero();
    assertThat(stdout(steps.getLast()))
        .contains("return a + b")
        .contains("200501")
        .contains("Makefile\n")
        .doesNotContain("kept")
        .doesNotContain("left");
  }

  @Test
  void tellsHowAStepEnded() {
    List<VerifiedStep> steps =
        verify(
                VerificationStep.shell("slow", "sleep 100", 2),
                VerificationStep.shell("killed", "kill -9 $$", 60))
            .steps();

    assertThat(steps.getFirst().ending()).isEqualTo("TIMED_OUT");
    assertThat(steps.getFirst().exitCode()).isEqualTo(-1);
    assertThat(steps.getLast().ending()).isEqualTo("SIGNALLED");
    assertThat(steps.getLast().exitCode()).isEqualTo(137);
    assertThat(steps).allMatch(VerifiedStep::confirmed);
  }
}
