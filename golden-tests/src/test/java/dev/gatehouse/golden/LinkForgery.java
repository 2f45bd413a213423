package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.FORGED_CONFTEST;
import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.SAFE;
import static dev.gatehouse.golden.ForgedBase.TESTS;

import java.util.Map;

/** Files that links of the base make into something that judges. */
enum LinkForgery {
  TARGET(Map.of("conftest.py", "-> tools/conf.py", "tools/conf.py", ""), "tools/conf.py", TESTS),
  TARGET_ABOVE(
      Map.of("tests/conftest.py", "-> ../tools/conf.py", "tools/conf.py", ""),
      "tools/conf.py",
      TESTS),
  END_OF_A_CHAIN(
      Map.of("conftest.py", "-> a.py", "a.py", "-> tools/b.py", "tools/b.py", ""),
      "tools/b.py",
      SAFE),
  MIDDLE_OF_A_CHAIN(
      Map.of("conftest.py", "-> a.py", "a.py", "-> tools/b.py", "tools/b.py", ""), "a.py", SAFE),
  LINKED_DIRECTORY(
      Map.of("conftest.py", "-> current/conf.py", "current", "-> v2", "v2/conf.py", ""),
      "v2/conf.py",
      TESTS),
  DANGLING(Map.of("conftest.py", "-> made/later.py"), "made/later.py", SAFE),
  ABSOLUTE(
      Map.of("conftest.py", "-> /workspace/tools/conf.py", "tools/conf.py", ""),
      "tools/conf.py",
      TESTS),
  OUT_AND_IN_AGAIN(
      Map.of("conftest.py", "-> ../workspace/tools/conf.py", "tools/conf.py", ""),
      "tools/conf.py",
      SAFE),
  SETTINGS(
      Map.of("pytest.ini", "-> etc/pytest.txt", "etc/pytest.txt", "[pytest]\n"),
      "etc/pytest.txt",
      "[pytest]\naddopts = --collect-only\n",
      TESTS),
  OTHER_SETTINGS(
      Map.of("setup.cfg", "-> etc/cfg.txt", "etc/cfg.txt", "[tool:pytest]\n"),
      "etc/cfg.txt",
      "[tool:pytest]\naddopts = --collect-only\n",
      SAFE),
  MAKEFILE(
      Map.of("Makefile", "-> tools/build.txt", "tools/build.txt", "test:\n\t" + SAFE + "\n"),
      "tools/build.txt",
      "test:\n\t@true\n",
      MAKE),
  MAKEFILE_IN_A_LINKED_DIRECTORY(
      Map.of(
          "Makefile",
          "-> kit/now/main.txt",
          "kit/now",
          "-> v1",
          "kit/v1/main.txt",
          "test:\n\t" + SAFE + "\n"),
      "kit/v1/main.txt",
      "test:\n\t@true\n",
      MAKE);

  private final ForgedBase base;

  LinkForgery(Map<String, String> files, String path, String judgement) {
    this(files, path, FORGED_CONFTEST, judgement);
  }

  LinkForgery(Map<String, String> files, String path, String content, String judgement) {
    this.base = new ForgedBase(files, Map.of(path, content), judgement);
  }

  ForgedBase base() {
    return base;
  }
}
