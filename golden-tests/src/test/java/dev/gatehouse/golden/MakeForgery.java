package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.SAFE;

import java.util.Map;
import java.util.TreeMap;

/** Files that makefiles and scripts of the base make into something that judges. */
enum MakeForgery {
  INCLUDE_THAT_IS_ABSENT("-include local.inc\n", Map.of(), "local.inc", "SHELL = /bin/true\n"),
  INCLUDE(
      "include tools/vars.txt\ntest:\n\t$(RUN)\n",
      Map.of("tools/vars.txt", "RUN = " + SAFE + "\n"),
      "tools/vars.txt",
      "RUN = true\n"),
  INCLUDE_OF_AN_INCLUDE(
      "PARTS := parts\ninclude $(PARTS)/a.inc\n",
      Map.of("parts/a.inc", "-include $(PARTS)/b.inc\n"),
      "parts/b.inc",
      "SHELL = /bin/true\n"),
  FILE_NAMED_LIKE_THE_TARGET("", Map.of(), "test", "up to date\n"),
  DIRECTORY_NAMED_LIKE_THE_TARGET("", Map.of(), "test/x.txt", "up to date\n"),
  FILE_NAMED_LIKE_A_TARGET_BEHIND_IT(
      "test: check\ncheck:\n\t" + SAFE + "\n", Map.of(), "check", "up to date\n"),
  SCRIPT_OF_A_RECIPE(
      "test:\n\t@sh tools/run.sh\n",
      Map.of("tools/run.sh", SAFE + "\n"),
      "tools/run.sh",
      "exit 0\n"),
  SCRIPT_OF_A_SCRIPT(
      "test:\n\tsh tools/run.sh\n",
      Map.of("tools/run.sh", "cd tools && sh ./inner.sh\n", "tools/inner.sh", "cd ..; " + SAFE + "\n"),
      "tools/inner.sh",
      "exit 0\n"),
  OTHER_MAKEFILE(
      "test:\n\t$(MAKE) -f tools/tests.txt unit\n",
      Map.of("tools/tests.txt", "unit:\n\t" + SAFE + "\n"),
      "tools/tests.txt",
      "unit:\n\t@true\n"),
  SOURCE_OF_THE_MAKEFILE("", Map.of(), "Makefile.sh", "test:\n\t@true\n"),
  SOURCE_OF_AN_INCLUDE("-include conf.inc\n", Map.of(), "conf.inc.sh", "SHELL = /bin/true\n"),
  FILE_NAMED_LIKE_A_TARGET_ELSEWHERE(
      "test:\n\tcd kit && $(MAKE) unit\n",
      Map.of("kit/Makefile", "unit:\n\tcd .. && " + SAFE + "\n"),
      "kit/unit",
      "up to date\n"),
  SCRIPT_OF_A_STEP(Map.of("ci/test.sh", SAFE + "\n"), "ci/test.sh", "exit 0\n", "sh ci/test.sh"),
  PROGRAM_OF_A_STEP(
      Map.of("bin/readme.txt", ""),
      "bin/pytest",
      "#!/bin/sh\nexit 0\n",
      "PATH=bin:$PATH pytest -q test_fare.py");

  private final ForgedBase base;

  MakeForgery(String makefile, Map<String, String> files, String path, String content) {
    this(
        with(
            files,
            makefile.contains("test:") ? makefile : makefile + "test:\n\t" + SAFE + "\n"),
        path,
        content,
        MAKE);
  }

  MakeForgery(Map<String, String> files, String path, String content, String judgement) {
    this.base = new ForgedBase(files, Map.of(path, content), judgement);
  }

  ForgedBase base() {
    return base;
  }

  private static Map<String, String> with(Map<String, String> files, String makefile) {
    Map<String, String> all = new TreeMap<>(files);
    all.put("Makefile", makefile);
    return all;
  }
}
