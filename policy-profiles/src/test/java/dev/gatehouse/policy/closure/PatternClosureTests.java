package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.ControlClosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern of file names steers the judgement by whatever it matches (promise A6). */
class PatternClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for f in ci/*.sh; do sh $f; done",
        "for f in ci/*.sh; do \"$f\"; done",
        "for f in ci/??.sh ci/n*.sh; do sh \"$f\"; done",
        "for f in ci/[a-z]*.sh; do . ./$f; done",
        "sh ci/{ok,new}.sh",
        "sh ci/{ok,new}{,1}.sh",
        "for f in c?/*.sh; do sh $f; done",
        "cd c*; for f in *.sh; do sh ./$f; done",
        "ALL='ci/*.sh'; for f in $ALL; do sh $f; done",
        "for f in $PWD/ci/*.sh; do sh $f; done",
        "./ci/*.sh",
        "for f in ci/*.sh; do [ ! -x $f ] || $f; done",
        "for f in \"$(pwd)\"/ci/*; do bash $f; done",
        "cat ci/*.sh | sh",
        "for f in ci/*; do python3 $f; done",
      })
  void whatAPatternOfAStepMatchesIsTaken(String shell) {
    ClosedBase base =
        ClosedBase.of("ci/ok.sh", "sh tools/named.sh\n").with("src/a.sh", "").judgedBy(shell);

    assertThat(base.write("ci/new.sh")).isEqualTo(HELD);
    assertThat(base.write("CI/New.SH")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/new.sh")).isTrue();
    assertThat(base.write("ci/ok.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/ok.sh")).isTrue();
    assertThat(base.write("src/a.sh")).isEqualTo(FREE);
    assertThat(base.write("ci/below/new.sh")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-include conf/*.inc\n",
        "include $(wildcard conf/*.inc)\n",
        "D = conf\n-include $(D)/*.inc\n",
        "NAMES = conf/a.x conf/*.x\n-include $(NAMES:.x=.inc)\n",
        "-include conf/[a-z]*.inc\n",
        "-include $(CURDIR)/conf/?*.inc\n",
        "-include $(sort $(wildcard conf/*.inc))\n",
      })
  void whatAPatternOfAMakefileMatchesIsTaken(String makefile) {
    ClosedBase base =
        ClosedBase.of("Makefile", makefile + "test:\n\ttrue\n")
            .with("conf/a.inc", "include more.inc\n")
            .judgedBy("make test");

    assertThat(base.write("conf/new.inc")).isEqualTo(HELD);
    assertThat(base.write("conf/a.inc")).isEqualTo(HELD);
    assertThat(base.write("more.inc")).isEqualTo(HELD);
    assertThat(base.write("conf/a.inc.sh")).isEqualTo(HELD);
    assertThat(base.write("conf/a.py")).isEqualTo(FREE);
    assertThat(base.closure().computed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for d in kit/*; do make -C $d test; done",
        "for d in kit/*/; do (cd $d && make test); done",
        "for m in kit/*/Makefile; do make -f $m test; done",
      })
  void makefilesOfDirectoriesThatAPatternFindsAreFollowed(String shell) {
    ClosedBase base =
        ClosedBase.of("kit/one/Makefile", "test:\n\tsh /workspace/ci/run.sh\n")
            .with("kit/two/notes.txt", "")
            .judgedBy(shell);

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void filesThatAPatternFindsAreFollowed() {
    ClosedBase base =
        ClosedBase.of("ci/a.sh", "sh tools/named.sh\n")
            .with("ci/b.sh", "make -f kit/all.txt\n")
            .with("kit/all.txt", "x:\n\tsh last.sh\n")
            .judgedBy("for f in ci/*.sh; do sh $f; done");

    assertThat(base.write("tools/named.sh")).isEqualTo(HELD);
    assertThat(base.write("kit/all.txt")).isEqualTo(HELD);
    assertThat(base.write("last.sh")).isEqualTo(HELD);
  }

  @Test
  void aPatternLeadsThroughLinks() {
    ClosedBase base =
        ClosedBase.of("ci/unit", "-> ../lib/unit")
            .with("ci/x.sh", "-> ../tools/x.txt")
            .with("lib/unit/run.sh", "true\n")
            .with("tools/x.txt", "sh last.sh\n")
            .judgedBy("for f in ci/*.sh ci/*/*.sh; do sh $f; done");

    assertThat(base.write("lib/unit/new.sh")).isEqualTo(HELD);
    assertThat(base.write("tools/x.txt")).isEqualTo(HELD);
    assertThat(base.write("last.sh")).isEqualTo(HELD);
    assertThat(base.write("lib/new.sh")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat src/*.py",
        "python3 -m pytest -q tests/test_*.py",
        "echo src/*",
        "sh 'src/*.py' 2> /dev/null || true",
        "rm -f src/*.tmp",
      })
  void aPatternOfFilesThatAreReadTakesNothing(String shell) {
    ClosedBase base = ClosedBase.of("src/a.py", "").with("tests/test_a.py", "").judgedBy(shell);

    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.write("src/new.py")).isEqualTo(FREE);
    assertThat(base.write("tests/test_a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh odd/\\\\*.sh",
        "sh odd/\u00e9*.sh",
        "sh odd/\\?*.sh",
        "sh odd/\\{*.sh",
        "sh odd/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/*.sh",
      })
  void whatAPatternCannotSayIsAnything(String shell) {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy(shell);

    assertThat(base.closure().named())
        .extracting(ControlClosure.Named::reach)
        .contains(ControlClosure.Reach.MATCHING);
    assertThat(
            base.write("odd/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/x.sh").equals(HELD)
                || base.write("odd/x.sh").equals(HELD))
        .isTrue();
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void aDirectoryThatAPatternLeavesAndEntersAgainIsNoted() {
    ClosedBase base = ClosedBase.of("ci/a/x", "").judgedBy("sh ci/*/../run.sh");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.closure().computed()).hasSize(1);
  }
}
