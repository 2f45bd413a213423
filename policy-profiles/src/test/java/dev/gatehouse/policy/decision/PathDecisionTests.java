package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.load.ProfileLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of the shipped profile: what is refused, what is held, and what must stay open. */
class PathDecisionTests {
  private static final Policy POLICY = new Policy(ProfileLoader.shipped("default"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__pycache__/x.pyc",
        "a/b/c/__pycache__/x.pyc",
        "x.pyc",
        ".pytest_cache/v",
        "node_modules/a/package.json",
        "web/node_modules/a/Makefile",
        "build/CMakeLists.txt",
        "target/classes/A.class",
        "dist/x.js",
        ".gatehouse/junit.xml",
        "build/conftest.py",
        "x.egg-info/PKG-INFO",
        "json.so",
      })
  void putsWhatIsMadeAnewIntoScratchUnlessTheBaseHasIt(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    assertThat(POLICY.write(parsed, false, ChangeOrigin.COMMAND).zone())
        .isEqualTo(Destination.SCRATCH);
    assertThat(POLICY.write(parsed, true, ChangeOrigin.COMMAND).zone())
        .isEqualTo(Destination.RESULT);
  }

  @Test
  void aScratchPlaceHidesNoCredentialAndNoWorkflow() {
    assertThat(write("build/.env").outcome()).isEqualTo(Outcome.DENY);
    assertThat(write("node_modules/x/.npmrc").outcome()).isEqualTo(Outcome.DENY);
    assertThat(write("build/.github/workflows/x.yml").outcome()).isEqualTo(Outcome.HOLD);
    assertThat(write("build/.git/config").outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void aCommandsChangesOfTheRootGitAreScratchAndOfAnyOtherDenied() {
    assertThat(byCommand(".git/index").zone()).isEqualTo(Destination.SCRATCH);
    assertThat(byCommand(".git").zone()).isEqualTo(Destination.SCRATCH);
    assertThat(byCommand(".git/refs/heads/x.pem").zone()).isEqualTo(Destination.SCRATCH);
    for (String path :
        new String[] {"a/.git", ".GIT/x", "a/.git/x", ".git/a/.git/x", "git~1/x", ".git./x"}) {
      assertThat(byCommand(path).decision().outcome()).as(path).isEqualTo(Outcome.DENY);
    }
  }

  @Test
  void keysOfTestsAreReadAndNeverWritten() {
    WorkspacePath path = WorkspacePath.parse("tests/certs/server.pem");

    assertThat(POLICY.read(path).decision().outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(POLICY.hidden(path.toTreePath())).isFalse();
    assertThat(POLICY.write(path, true, ChangeOrigin.FILE).decision().outcome())
        .isEqualTo(Outcome.DENY);
  }

  @Test
  void namesThatAreNotUtf8AreJudgedToo() {
    byte[] secret = "caf\u00e9/.env".getBytes(StandardCharsets.ISO_8859_1);
    byte[] plain = "caf\u00e9/x.txt".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(POLICY.hidden(TreePath.ofBytes(secret))).isTrue();
    assertThat(POLICY.hidden(TreePath.ofBytes(plain))).isFalse();
  }

  @Test
  void invisibleCharactersInABaseTreeHideNothing() {
    assertThat(POLICY.hidden(TreePath.of(".e\u200cnv"))).isTrue();
    assertThat(POLICY.hidden(TreePath.of(".g\u200dit/config"))).isTrue();
  }

  private static Decision write(String path) {
    return POLICY.write(WorkspacePath.parse(path), false, ChangeOrigin.COMMAND).decision();
  }

  private static PathDecision byCommand(String path) {
    return POLICY.write(WorkspacePath.parse(path), false, ChangeOrigin.COMMAND);
  }
}
