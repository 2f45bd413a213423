package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.ControlClosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that a step starts steer the judgement, and what they start in turn (promise A6). */
class ScriptClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh ci/run.sh",
        "./ci/run.sh",
        "ci/run.sh",
        "bash -eu ci/run.sh -v",
        "bash -o pipefail ci/run.sh",
        "/workspace/ci/run.sh",
        "cd ci && ./run.sh",
        "pushd ci; sh run.sh",
        ". ci/run.sh",
        "source ./ci/run.sh",
        "exec sh ci/run.sh",
        "env A=b ./ci/run.sh",
        "A=b ./ci/run.sh",
        "nice -n 5 sh ci/run.sh",
        "timeout 60s sh ci/run.sh",
        "true && sh ci/run.sh || false",
        "echo \"$(sh ci/run.sh)\"",
        "echo `sh ci/run.sh`",
        "sh < ci/run.sh",
        "python3 ci/run.sh",
        "python3 -I ci/run.sh --flag",
        "RUN=ci/run.sh; sh $RUN",
        "RUN='sh ci/run.sh'; $RUN",
        "eval 'sh ci/run.sh'",
        "$PWD/ci/run.sh",
        "\"$(pwd)\"/ci/run.sh",
        "sh 'ci/run.sh'",
        "sh \\\nci/run.sh",
        "! sh ci/run.sh",
        "if sh ci/run.sh; then true; fi",
        "{ sh ci/run.sh; }",
        "(sh ci/run.sh)",
        "sh ci/run.sh > out.txt 2>&1",
        "perl ci/run.sh",
        "node ci/run.sh",
        "BASH_ENV=ci/run.sh bash -c true",
        "bash --rcfile ci/run.sh -i",
        "awk -f ci/run.sh x",
        "python3 -m pytest -c ci/run.sh",
        "pytest --config-file=ci/run.sh",
        "sh -c 'sh -c ci/run.sh'",
        "cat x | sh ci/run.sh",
        "xargs -n1 sh ci/run.sh",
        "sh -x ci/../ci/run.sh",
      })
  void aScriptThatAStepStartsIsTaken(String shell) {
    ClosedBase base =
        ClosedBase.of("ci/run.sh", "true\n").with("ci/product.py", "").judgedBy(shell);

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/run.sh")).isTrue();
    assertThat(base.write("ci/product.py")).isEqualTo(FREE);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 -m pytest -q tests",
        "python3 -P -m pytest tests/test_a.py",
        "pytest -q tests/test_a.py",
        "cat tests/test_a.py",
        "# sh tests/test_a.py",
        "echo sh tests/test_a.py",
        "cat <<END\nsh tests/test_a.py\nEND\ntrue",
        "python3 -m unittest tests/test_a.py",
        "cd /tmp && sh tests/test_a.py",
      })
  void testsAndFilesThatAreReadAreNotTaken(String shell) {
    ClosedBase base = ClosedBase.of("tests/test_a.py", "").judgedBy(shell);

    assertThat(base.write("tests/test_a.py")).isEqualTo(FREE);
    assertThat(base.isTakenBack("tests/test_a.py")).isFalse();
  }

  @Test
  void scriptsAreFollowedToWhatTheyStart() {
    ClosedBase base =
        ClosedBase.of("ci/run.sh", "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\n. ./lib.sh\n")
            .with("ci/lib.sh", "python3 tools/check.py\nmake -C kit test\n")
            .with("kit/Makefile", "test:\n\t./last.sh\n")
            .judgedBy("ci/run.sh");

    assertThat(base.write("ci/lib.sh")).isEqualTo(HELD);
    assertThat(base.write("tools/check.py")).isEqualTo(HELD);
    assertThat(base.write("kit/last.sh")).isEqualTo(HELD);
    assertThat(base.write("kit/test")).isEqualTo(HELD);
    assertThat(base.closure().computed())
        .extracting(ControlClosure.Computed::where)
        .containsExactly("ci/run.sh");
  }

  @Test
  void scriptsThatStartEachOtherAreReadOnce() {
    ClosedBase base =
        ClosedBase.of("a.sh", "sh b.sh\n").with("b.sh", "sh a.sh\nsh c.sh\n").judgedBy("sh a.sh");

    assertThat(base.write("c.sh")).isEqualTo(HELD);
  }

  @Test
  void aScriptOfAnotherLanguageIsTakenAndNotReadAsShell() {
    ClosedBase base =
        ClosedBase.of("run.py", "#!/usr/bin/env python3\nsh x.sh\n").judgedBy("./run.py");

    assertThat(base.write("run.py")).isEqualTo(HELD);
    assertThat(base.write("x.sh")).isEqualTo(FREE);
  }

  @Test
  void aScriptThatIsALinkIsTakenWhereItLeads() {
    ClosedBase base =
        ClosedBase.of("run.sh", "-> ci/real.sh")
            .with("ci/real.sh", "sh x.sh\n")
            .judgedBy("./run.sh");

    assertThat(base.write("run.sh")).isEqualTo(HELD);
    assertThat(base.write("ci/real.sh")).isEqualTo(HELD);
    assertThat(base.write("x.sh")).isEqualTo(HELD);
  }

  @Test
  void modulesThatAStepRunsAreTaken() {
    ClosedBase base = ClosedBase.of("tools/check.py", "").judgedBy("python3 -m tools.check");

    assertThat(base.write("tools/check.py")).isEqualTo(HELD);
    assertThat(base.write("tools/check/__main__.py")).isEqualTo(HELD);
    assertThat(base.write("tools/check/__init__.py")).isEqualTo(HELD);
    assertThat(base.write("tools/other.py")).isEqualTo(FREE);
  }

  @Test
  void pluginsThatAStepNamesAreTaken() {
    ClosedBase base =
        ClosedBase.of("a.py", "").judgedBy("PYTEST_PLUGINS=one,two pytest -p tools.plug -p no:x");

    assertThat(base.write("one.py")).isEqualTo(HELD);
    assertThat(base.write("two.py")).isEqualTo(HELD);
    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
    assertThat(base.write("x.py")).isEqualTo(FREE);
  }

  @Test
  void directoriesThatProgramsAreLookedForInAreTaken() {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy("PATH=$PWD/bin:$PATH pytest -q");

    assertThat(base.write("bin/pytest")).isEqualTo(HELD);
    assertThat(base.closure().computed()).isEmpty();
  }

  @Test
  void whatIsMadeBySomeoneElseStaysScratch() {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy("sh build/run.sh");

    assertThat(base.write("build/run.sh")).isEqualTo("ALLOW scratch");
  }

  @Test
  void anUnendingNestIsNotFollowedForEver() {
    String nest = "$(".repeat(200) + "sh x.sh" + ")".repeat(200);

    assertThat(ClosedBase.of("a", "").judgedBy("echo " + nest).closure().computed()).isNotEmpty();
  }
}
