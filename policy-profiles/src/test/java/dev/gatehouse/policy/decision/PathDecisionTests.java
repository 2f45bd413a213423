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
        ".ssh",
        ".ssh/config",
        "a/.ssh/id",
        "a/b/c/.ssh/id",
        ".SSH/config",
        ".ssh./config",
        ".ssh /x",
        ".aws/credentials",
        "x/.gnupg/ring",
        ".git-credentials",
        "a/b/c/.git-credentials",
        ".npmrc",
        "web/.npmrc",
        ".pypirc",
        ".Netrc",
        "id_rsa",
        "keys/id_ed25519",
        ".bashrc",
        "home/.zshrc",
        ".env",
        ".ENV",
        ".env.",
        ".env.production",
        "a/b/c/.env.local",
        "server.pem",
        "a/b/c/x.KEY",
        "x.pem.",
        "ｘ.ｐｅｍ",
        ".ｅnv",
        "․env",
        "ﬁxture.key",
        ".envrc",
        "release.jks",
      })
  void deniesCredentialsBothWays(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    assertThat(POLICY.read(parsed).decision().outcome()).isEqualTo(Outcome.DENY);
    assertThat(POLICY.hidden(TreePath.of(path))).isTrue();
    for (ChangeOrigin via : ChangeOrigin.values()) {
      for (boolean inBase : new boolean[] {true, false}) {
        PathDecision write = POLICY.write(parsed, inBase, via);
        assertThat(write.decision().outcome()).isEqualTo(Outcome.DENY);
        assertThat(write.decision().next()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".github",
        ".github/workflows/ci.yml",
        "a/.github/x",
        "a/b/c/.github/x",
        ".GITHUB/x",
        ".ｇithub/x",
        ".gitlab-ci.yml",
        ".circleci/config.yml",
        "Jenkinsfile",
        "docs/CODEOWNERS",
        ".gitattributes",
        "a/b/c/.gitattributes",
        ".gitmodules",
        "Makefile",
        "makefile",
        "GNUMAKEFILE",
        "docs/Makefile",
        "a/b/c/Makefile",
        "rules.mk",
        "pom.xml",
        "POM.XML",
        "core/pom.xml",
        "a/b/c/pom.xml",
        ".mvn/jvm.config",
        "mvnw",
        "package.json",
        "a/b/c/package.json",
        "package-lock.json",
        "requirements.txt",
        "requirements-dev.txt",
        "conftest.py",
        "tests/conftest.py",
        "a/b/c/conftest.py",
        "CONFTEST.PY",
        "pytest.ini",
        "tox.ini",
        "setup.cfg",
        "setup.py",
        "pyproject.toml",
        "sub/pyproject.toml",
        "pytest.py",
        "_pytest/__init__.py",
        "sitecustomize.py",
        "a/b/c/usercustomize.py",
        "evil.pth",
        "json.py",
        "argparse.py",
        "re/__init__.py",
        "Dockerfile",
        "docker-compose.yml",
        ".vscode/tasks.json",
        ".idea/x.xml",
        ".mcp.json",
        "AGENTS.md",
        "agents.MD",
        ".claude/settings.json",
        ".cursor/mcp.json",
        ".cUrSoR/mcp.json",
        ".husky/pre-commit",
        ".devcontainer/devcontainer.json",
        "build.gradle",
        "app/build.gradle.kts",
        "gradlew",
        "go.mod",
        "Cargo.toml",
      })
  void holdsWhatBuildsRunsOrJudges(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    PathDecision write = POLICY.write(parsed, true, ChangeOrigin.FILE);
    assertThat(write.decision().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(write.approverRole()).contains("OPERATOR");
    assertThat(write.decision().next()).isPresent();
    assertThat(POLICY.write(parsed, false, ChangeOrigin.COMMAND).decision().outcome())
        .isEqualTo(Outcome.HOLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "src/main.py",
        "a/b/c/d.txt",
        "tests/test_x.py",
        "reproduce.py",
        "test.py",
        "main.py",
        "sympy/core/numbers.py",
        "src/json.py",
        "lib/http/client.py",
        "src/build/steps.py",
        "src/dist/a.py",
        "docs/conftest.md",
        ".env.example",
        "a/b/c/.env.sample",
        ".gitignore",
        "src/.gitignore",
        ".gitkeep",
        "id_rsa.pub",
        "src/ssh/client.py",
        "docs/github.md",
        "github/x.py",
        "env.py",
        "keys.py",
        "src/profile.py",
        "src/package.py",
        "Makefile.py",
        "ünïcode.txt",
        "日本語/ファイル.py",
        "a b c.txt",
        "-rf",
        "--help",
        "$(id).txt",
        "`x`.txt",
        "%2e%2e/x",
        "git",
        "git~x",
        "gitx/y",
        ".gitx",
        ".github2/x",
        "x.git/y",
      })
  void leavesOrdinaryWorkOpen(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    assertThat(POLICY.read(parsed).decision().outcome()).isEqualTo(Outcome.ALLOW);
    for (ChangeOrigin via : ChangeOrigin.values()) {
      PathDecision write = POLICY.write(parsed, false, via);
      assertThat(write.decision().outcome()).as(write.toString()).isEqualTo(Outcome.ALLOW);
      assertThat(write.zone()).isEqualTo(Destination.RESULT);
    }
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git",
        ".git/config",
        ".GIT/config",
        ".Git",
        ".git./config",
        ".git /x",
        "git~1",
        "GIT~2/x",
        ".ｇit/config",
        "a/.git",
        "a/b/c/.git/hooks/x",
        "a/.GIT/x",
        ".git::$INDEX_ALLOCATION",
        ".git...:x",
        "․git",
      })
  void noFileSyscallTouchesAGitDirectory(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    assertThat(POLICY.read(parsed).decision().rule()).isEqualTo("builtin.git");
    assertThat(POLICY.read(parsed).decision().outcome()).isEqualTo(Outcome.DENY);
    assertThat(POLICY.write(parsed, false, ChangeOrigin.FILE).decision().outcome())
        .isEqualTo(Outcome.DENY);
    assertThat(POLICY.hidden(TreePath.of(path))).isTrue();
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
