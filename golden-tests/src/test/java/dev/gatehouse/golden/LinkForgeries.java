package dev.gatehouse.golden;

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

  /** All of them, by name. */
  static List<Named<ForgedBase>> all() {
    return List.of(
        forgery(
            "target",
            Map.of("conftest.py", "-> tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            TESTS),
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
            TESTS),
        forgery("dangling", Map.of("conftest.py", "-> made/later.py"), "made/later.py", SAFE),
        forgery(
            "absolute",
            Map.of("conftest.py", "-> /workspace/tools/conf.py", "tools/conf.py", ""),
            "tools/conf.py",
            TESTS),
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
            MAKE));
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
