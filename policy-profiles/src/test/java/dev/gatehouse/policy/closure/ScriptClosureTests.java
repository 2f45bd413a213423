package dev.gatehouse.policy.closure;

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
        "bash -O extglob ci/run.sh",
        "bash -c 'sh \"$1\"' name ci/run.sh",
        "env -u NAME ./ci/run.sh",
        "env -u NAME sh ci/run.sh",
        "timeout -s KILL 60 ./ci/run.sh",
        "xargs -I {} ./ci/run.sh {}",
        "find . -name x -exec sh ci/run.sh {} +",
        "poetry run ./ci/run.sh",
        "time -p sh ci/run.sh",
        "exec -a name sh ci/run.sh",
        "trap 'sh ci/run.sh' EXIT",
        "alias check='sh ci/run.sh'",
        "sh <<END\nsh ci/run.sh\nEND",
        "bash -s <<'END'\nsh ci/run.sh\nEND",
        "bash <<< 'sh ci/run.sh'",
        "for part in other run; do sh ci/$part.sh; done",
        "if true; then R=other.sh; else R=run.sh; fi; sh ci/$R",
        "sh \"${RUNNER:-ci/run.sh}\"",
        "sh ${RUNNER-ci/run.sh}",
        ": ${RUNNER:=ci/run.sh}; sh $RUNNER",
        "echo ${X:-$(sh ci/run.sh)}",
        "check() { sh run.sh; }; cd ci; check",
        "check() { sh \"$1\"; }; check ci/run.sh",
        "check() { \"$@\"; }; check sh ci/run.sh",
        "function check { sh run.sh; }; cd ci && check",
        "case $X in a) sh ci/run.sh;; esac",
        "(cd ci; case $X in a) true;; (b) true;; esac; sh run.sh)",
        "python3 -m coverage run ci/run.sh",
        "coverage run --branch ci/run.sh",
        "python3 -m cProfile ci/run.sh",
        "cat ci/run.sh | sh",
        "cat \"$PWD\"/ci/run.sh | bash -e",
        "\"$(git rev-parse --show-toplevel)\"/ci/run.sh",
        "[ ! -d ci ] || cd ci; ./run.sh",
        "[[ -d ci ]] && cd ci; ./run.sh",
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
        "command -v sh tests/test_a.py",
        "nice cat tests/test_a.py",
        "[ -f tests/test_a.py ]",
        "check() { true; }; check label tests/test_a.py",
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
  void whatAScriptIsGivenIsFollowed() {
    ClosedBase base =
        ClosedBase.of("ci/with.sh", "set -e\nexec \"$@\"\n")
            .with("ci/unit.sh", "sh ci/$1.sh\n")
            .judgedBy("sh ci/with.sh sh ci/unit.sh last");

    assertThat(base.write("ci/unit.sh")).isEqualTo(HELD);
    assertThat(base.write("ci/last.sh")).isEqualTo(HELD);
  }

  @Test
  void whatASourcedScriptSetsIsKnownAfterwards() {
    ClosedBase base =
        ClosedBase.of("ci/run.sh", ". ci/vars.sh\nsh $UNIT\nunit\n")
            .with("ci/vars.sh", "UNIT=ci/unit.sh\nunit() { sh ci/more.sh; }\n. ci/vars.sh\n")
            .judgedBy("sh ci/run.sh");

    assertThat(base.write("ci/vars.sh")).isEqualTo(HELD);
    assertThat(base.write("ci/unit.sh")).isEqualTo(HELD);
    assertThat(base.write("ci/more.sh")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ". \"$(dirname \"$0\")/local.sh\"",
        "HERE=$(cd \"$(dirname \"$0\")\" && pwd)\n[ ! -f $HERE/local.sh ] || . $HERE/local.sh",
        "cd \"$(dirname \"$0\")/..\" && . ci/local.sh",
        "cd \"${0%/*}\"; . ./local.sh",
      })
  void anAbsentScriptBesideAScriptIsTaken(String text) {
    ClosedBase base = ClosedBase.of("kit/ci/run.sh", text + "\n").judgedBy("sh kit/ci/run.sh");

    assertThat(base.write("kit/ci/local.sh")).isEqualTo(HELD);
    assertThat(base.write("kit/a.py")).isEqualTo(FREE);
  }

  @Test
  void aProgramThatIsTooLargeToBeAScriptIsTakenAndNotRead() {
    ClosedBase base =
        ClosedBase.of("bin/tool", "x".repeat((1 << 20) + 1)).judgedBy("./bin/tool --check");

    assertThat(base.write("bin/tool")).isEqualTo(HELD);
    assertThat(base.closure().computed()).hasSize(1);
    assertThat(base.closure().sources()).isEmpty();
  }

  @Test
  void aProgramThatIsNoTextIsTakenAndNotReadAsShell() {
    ClosedBase base = ClosedBase.of("bin/tool", "\0ELF\nsh x.sh\n").judgedBy("./bin/tool");

    assertThat(base.write("bin/tool")).isEqualTo(HELD);
    assertThat(base.write("x.sh")).isEqualTo(FREE);
  }

  @Test
  void aScriptOfAnotherLanguageIsTakenAndNotReadAsShell() {
    ClosedBase base =
        ClosedBase.of("run.py", "#!/usr/bin/env python3\nsh x.sh\n").judgedBy("./run.py");

    assertThat(base.write("run.py")).isEqualTo(HELD);
    assertThat(base.write("x.sh")).isEqualTo(FREE);
  }

  @Test
  void aMakefileThatIsStartedIsFollowed() {
    ClosedBase base =
        ClosedBase.of("debian/rules", "#!/usr/bin/make -f\ntest:\n\tsh ci/x.sh\n")
            .judgedBy("./debian/rules test");

    assertThat(base.write("ci/x.sh")).isEqualTo(HELD);
    assertThat(base.write("test")).isEqualTo(HELD);
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
  void programsOfAPathThatHasTheWorkingDirectoryAreTaken() {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy("export PATH=.:$PATH; judge -q");

    assertThat(base.write("judge")).isEqualTo(HELD);
    assertThat(base.write("b.py")).isEqualTo(FREE);
  }

  @Test
  void modulesAreLookedForWhereThePathOfModulesLeads() {
    ClosedBase base =
        ClosedBase.of("a.py", "").judgedBy("PYTHONPATH=$PWD/lib:src python3 -P -m tool");

    assertThat(base.write("lib/tool.py")).isEqualTo(HELD);
    assertThat(base.write("src/tool.py")).isEqualTo(HELD);
    assertThat(base.write("src/other.py")).isEqualTo(FREE);
  }

  @Test
  void whatIsMadeBySomeoneElseStaysScratch() {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy("sh build/run.sh");

    assertThat(base.write("build/run.sh")).isEqualTo("ALLOW python-scratch");
  }

  @Test
  void anUnendingNestIsNotFollowedForEver() {
    String nest = "$(".repeat(200) + "sh x.sh" + ")".repeat(200);

    assertThat(ClosedBase.of("a", "").judgedBy("echo " + nest).closure().computed()).isNotEmpty();
  }
}
