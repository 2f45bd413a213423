package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.BARE;
import static dev.gatehouse.golden.ForgedBase.FORGED_CONFTEST;
import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.SAFE;
import static dev.gatehouse.golden.ForgedBase.TESTS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;

/** Files that links of the base make into something that judges. */
final class LinkForgeries {
  private LinkForgeries() {}

  /** Some of them, with every content and every command; see {@link Covering}. */
  static List<Named<ForgedBase>> covering() {
    return Covering.of(all());
  }

  /** All of them, by name. */
  static List<Named<ForgedBase>> all() {
    return List.of(
        forgery(
            "target",
            Map.of("conftest.py", "-> tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            BARE),
        forgery(
            "target above",
            Map.of("tests/conftest.py", "-> ../tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            TESTS),
        forgery(
            "end of a chain",
            Map.of("conftest.py", "-> a.py", "a.py", "-> tools/b.py", "tools/b.py", ""),
            "tools/b.py",
            SAFE),
        forgery(
            "middle of a chain",
            Map.of("conftest.py", "-> a.py", "a.py", "-> tools/b.py", "tools/b.py", ""),
            "a.py",
            SAFE),
        forgery(
            "linked directory",
            Map.of("conftest.py", "-> current/conf.py", "current", "-> v2", "v2/conf.py", ""),
            "v2/conf.py",
            BARE),
        forgery("dangling", Map.of("conftest.py", "-> made/later.py"), "made/later.py", SAFE),
        forgery(
            "absolute",
            Map.of("conftest.py", "-> /workspace/tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            BARE),
        forgery(
            "out and in again",
            Map.of("conftest.py", "-> ../workspace/tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            SAFE),
        forgery(
            "settings",
            Map.of("pytest.ini", "-> etc/pytest.txt", "etc/pytest.txt", "[pytest]\n"),
            "etc/pytest.txt",
            "[pytest]\naddopts = --collect-only\n",
            TESTS),
        forgery(
            "other settings",
            Map.of("setup.cfg", "-> etc/cfg.txt", "etc/cfg.txt", "[tool:pytest]\n"),
            "etc/cfg.txt",
            "[tool:pytest]\naddopts = --collect-only\n",
            SAFE),
        forgery(
            "makefile",
            Map.of("Makefile", "-> tools/build.txt", "tools/build.txt", "test:\n\t" + SAFE + "\n"),
            "tools/build.txt",
            "test:\n\t@true\n",
            MAKE),
        forgery(
            "makefile in a linked directory",
            Map.of(
                "Makefile",
                "-> kit/now/main.txt",
                "kit/now",
                "-> v1",
                "kit/v1/main.txt",
                "test:\n\t" + SAFE + "\n"),
            "kit/v1/main.txt",
            "test:\n\t@true\n",
            MAKE),
        forgery(
            "chain through linked directories",
            Map.of(
                "conftest.py",
                "-> etc/now/conf.py",
                "etc/now",
                "-> ../sets/v1",
                "sets/v1",
                "-> v2",
                "sets/v2/conf.py",
                ""),
            "sets/v2/conf.py",
            TESTS),
        forgery(
            "above a linked directory",
            Map.of(
                "conftest.py",
                "-> deep/../conf.py",
                "deep",
                "-> tools/sub",
                "tools/sub/readme.txt",
                "",
                "tools/conf.py",
                ""),
            "tools/conf.py",
            SAFE),
        forgery(
            "absent directory of an absolute target",
            Map.of("tests/conftest.py", "-> /workspace/later/made/conf.py"),
            "later/made/conf.py",
            TESTS),
        forgery(
            "settings behind an absolute link of a directory",
            Map.of(
                "pytest.ini",
                "-> etc/current/pytest.txt",
                "etc/current",
                "-> /workspace/etc/v3",
                "etc/v3/pytest.txt",
                "[pytest]\n"),
            "etc/v3/pytest.txt",
            "[pytest]\naddopts = --collect-only\n",
            SAFE),
        forgery(
            "include in a linked directory",
            Map.of(
                "Makefile",
                "include rules/main.txt\ntest:\n\t" + SAFE + "\n",
                "rules",
                "-> kit/../kit/rules",
                "kit/rules/main.txt",
                "# nothing\n"),
            "kit/rules/main.txt",
            "SHELL = /bin/true\n",
            MAKE),
        forgery(
            "script",
            Map.of("run.sh", "-> ci/now/run.sh", "ci/now", "-> v1", "ci/v1/run.sh", SAFE + "\n"),
            "ci/v1/run.sh",
            "exit 0\n",
            "sh run.sh"));
  }

  private static Named<ForgedBase> forgery(
      String name, Map<String, String> files, String path, String judgement) {
    return forgery(name, files, path, FORGED_CONFTEST, judgement);
  }

  private static Named<ForgedBase> forgery(
      String name, Map<String, String> files, String path, String content, String judgement) {
    return Named.of(name, new ForgedBase(files, Map.of(path, content), judgement));
  }
}
