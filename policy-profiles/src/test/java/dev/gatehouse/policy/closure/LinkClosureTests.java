package dev.gatehouse.policy.closure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport.Control;
import dev.gatehouse.policy.decision.VerifiedTree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a link of the base leads is taken by every rule that takes the link (promises A2, A6). */
class LinkClosureTests {
  private static final String HELD = "HOLD python-test-runners";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/conf.py",
        "./tools/conf.py",
        "tools/../tools/conf.py",
        "tools//conf.py",
        "/workspace/tools/conf.py",
        "../workspace/tools/conf.py",
        "absent/../tools/conf.py",
        "/usr/../workspace/tools/conf.py",
        "../../../workspace/tools/conf.py",
        "deep/../conf.py",
        "/workspace/deep/../conf.py",
      })
  void theTargetOfAProtectedLinkIsProtectedHoweverItIsWritten(String target) {
    ClosedBase base =
        ClosedBase.of("conftest.py", "-> " + target)
            .with("tools/conf.py", "")
            .with("deep", "-> tools/sub")
            .judgedBy("true");

    assertThat(base.write("tools/conf.py")).isEqualTo(HELD);
    assertThat(base.isTakenBack("tools/conf.py")).isTrue();
    assertThat(base.write("tools/other.py")).isEqualTo(FREE);
    assertThat(base.isTakenBack("tools/other.py")).isFalse();
  }

  @Test
  void theDecisionSaysWhichLinkMakesItSo() {
    ClosedBase base = ClosedBase.of("conftest.py", "-> tools/conf.py");

    assertThat(base.decide("tools/conf.py").reason())
        .endsWith("By links of the base (conftest.py -> tools/conf.py) it is conftest.py.");
  }

  @Test
  void anAbsentTargetIsTaken() {
    ClosedBase base = ClosedBase.of("tests/conftest.py", "-> ../made/later.py");

    assertThat(base.write("made/later.py")).isEqualTo(HELD);
    assertThat(base.isTakenBack("made/later.py")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tools/Conf.py", "tools/conf.py.", "TOOLS/CONF.PY", "tools/ｃonf.py"})
  void targetsAreComparedFolded(String path) {
    ClosedBase base = ClosedBase.of("conftest.py", "-> tools/conf.py");

    assertThat(base.isTakenBack(path)).isTrue();
  }

  @Test
  void everyLinkOfAChainIsTaken() {
    ClosedBase base =
        ClosedBase.of("conftest.py", "-> a")
            .with("a", "-> d/b")
            .with("d/b", "-> ../c")
            .with("c", "");

    assertThat(base.write("a")).isEqualTo(HELD);
    assertThat(base.write("d/b")).isEqualTo(HELD);
    assertThat(base.write("c")).isEqualTo(HELD);
    assertThat(base.isTakenBack("a")).isTrue();
    assertThat(base.isTakenBack("d/b")).isTrue();
    assertThat(base.isTakenBack("c")).isTrue();
  }

  @Test
  void aDirectoryOnTheWayThatIsALinkIsTakenAndWhatStandsThereInItsPlace() {
    ClosedBase base =
        ClosedBase.of("conftest.py", "-> current/conf.py")
            .with("current", "-> v2")
            .with("v2/conf.py", "")
            .with("v2/other.py", "")
            .with("v3/conf.py", "");

    assertThat(base.write("v2/conf.py")).isEqualTo(HELD);
    assertThat(base.write("current")).isEqualTo(HELD);
    assertThat(base.write("current/conf.py")).isEqualTo(HELD);
    assertThat(base.write("v2/other.py")).isEqualTo(FREE);
    assertThat(base.write("v3/conf.py")).isEqualTo(FREE);
  }

  @Test
  void aLinkToADirectoryMakesEverythingBelowItWhatItIsByTheLink() {
    ClosedBase base =
        ClosedBase.of(".github", "-> tools/gh")
            .with("tools/gh/workflows/ci.yml", "")
            .with("requirements/current", "-> ../deps")
            .with("deps/readme.md", "");

    assertThat(base.write("tools/gh/workflows/ci.yml")).isEqualTo("HOLD ci");
    assertThat(base.write("tools/gh/new.yml")).isEqualTo("HOLD ci");
    assertThat(base.write("deps/new.txt")).isEqualTo("HOLD python-dependencies");
    assertThat(base.write("deps/readme.md")).isEqualTo(FREE);
  }

  @Test
  void aLinkThatAProtectedFileIsReachedByIsProtectedItself() {
    ClosedBase base =
        ClosedBase.of("requirements/current", "-> ../deps").with("deps/base.txt", "x");

    assertThat(base.write("requirements/current")).isEqualTo("HOLD python-dependencies");
    assertThat(base.write("deps/base.txt")).isEqualTo("HOLD python-dependencies");
    assertThat(ClosedBase.of("docs/current", "-> ../v2").with("v2/a.md", "").write("docs/current"))
        .isEqualTo(FREE);
  }

  @Test
  void linksBelowLinkedDirectoriesAreFollowed() {
    ClosedBase base =
        ClosedBase.of("requirements", "-> etc/req")
            .with("etc/req/more", "-> ../../lists")
            .with("lists/one.txt", "x");

    assertThat(base.write("lists/one.txt")).isEqualTo("HOLD python-dependencies");
    assertThat(base.write("lists/two.txt")).isEqualTo("HOLD python-dependencies");
    assertThat(base.write("lists/readme")).isEqualTo(FREE);
  }

  @Test
  void whatALinkDeniesOrMakesReadOnlyIsSoAtItsTarget() {
    ClosedBase base =
        ClosedBase.of(".env", "-> conf/settings")
            .with("conf/settings", "secret")
            .with("tests/server.pem", "-> ../data/blob")
            .with("data/blob", "key");

    assertThat(base.write("conf/settings")).isEqualTo("DENY secrets");
    assertThat(base.isHidden("conf/settings")).isTrue();
    assertThat(base.isHidden("conf/other")).isFalse();
    assertThat(base.write("data/blob")).isEqualTo("DENY key-fixtures");
    assertThat(base.isHidden("data/blob")).isFalse();
  }

  @Test
  void aLinkToTheRootMakesTheWholeTreeWhatItIsByTheLink() {
    ClosedBase base = ClosedBase.of(".github/self", "-> ..").with("src/a.py", "");

    assertThat(base.write("src/a.py")).isEqualTo("HOLD ci");
    assertThat(ClosedBase.of("top", "-> /").with("src/a.py", "").write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void aDirectoryThatLinksToItselfIsClosedAndNotFollowedForEver() {
    ClosedBase base = ClosedBase.of("pkg/self", "-> .").with("pkg/a.py", "").with("pkg/b", "-> .");

    assertThat(base.write("pkg/a.py")).isEqualTo(FREE);
    assertThat(base.write("pkg/conftest.py")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-> /tmp/conf.py",
        "-> ../../etc/conf.py",
        "-> conftest.py",
        "-> other",
        "-> /proc/self/cwd/x",
      })
  void aControlLinkThatLeadsNowhereInTheTreeIsAbsentWhereThePlanRuns(String link) {
    ClosedBase base =
        ClosedBase.of("conftest.py", link).with("other", "-> conftest.py").judgedBy("true");

    assertThat(base.closure().leftOut()).contains(TreePath.of("conftest.py"));
    assertThat(base.leftOut()).contains("conftest.py");
    assertThat(base.verified(base.tree()).tree().file(TreePath.of("conftest.py"))).isEmpty();
  }

  @Test
  void aFileThatWasApprovedInTheLinksPlaceIsJudged() {
    ClosedBase base = ClosedBase.of("conftest.py", "-> /tmp/conf.py");
    FileVersion approved = FileVersion.of(FileMode.REGULAR, "approved".getBytes(UTF_8));
    Tree result = new Tree(new TreeMap<>(Map.of(TreePath.of("conftest.py"), approved)));

    VerifiedTree verified =
        base.verified(result, Map.of(TreePath.of("conftest.py"), Optional.of(approved)));

    assertThat(verified.tree()).isEqualTo(result);
  }

  @Test
  void aLinkThatLeadsNowhereAndWasReplacedWithoutApprovalIsAbsent() {
    ClosedBase base = ClosedBase.of("conftest.py", "-> /tmp/conf.py");
    FileVersion forged = FileVersion.of(FileMode.REGULAR, "forged".getBytes(UTF_8));

    VerifiedTree verified =
        base.verified(new Tree(new TreeMap<>(Map.of(TreePath.of("conftest.py"), forged))));

    assertThat(verified.tree()).isEqualTo(Tree.empty());
    assertThat(verified.control())
        .containsExactly(new Control(TreePath.of("conftest.py"), /* restored= */ false));
  }

  @Test
  void aLinkThatNothingTakesAndLeadsOutStays() {
    assertThat(ClosedBase.of("data/big", "-> /usr/share/big").leftOut()).isEmpty();
  }

  @Test
  void aBaseWithoutLinksAndStepsHasAnEmptyClosure() {
    assertThat(ClosedBase.of("src/a.py", "").with("conftest.py", "").closure())
        .isEqualTo(ControlClosure.NONE);
  }

  @Test
  void theDocumentSaysAllOfTheClosure() {
    ControlClosure closure =
        ClosedBase.of("conftest.py", "-> tools/conf.py")
            .with("Makefile", "include $(X).mk\n-include a.inc\ntest:\n\tsh run.sh\n")
            .judgedBy("make test")
            .closure();

    assertThat(ControlClosure.fromJson(closure.toJson())).isEqualTo(closure);
    assertThat(closure.sources())
        .extracting(ControlClosure.Source::path)
        .containsExactly(TreePath.of("Makefile"), TreePath.of("conftest.py"));
    assertThat(closure.contents()).hasSize(2);
  }
}
