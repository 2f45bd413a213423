package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.SAFE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;

/** Files that makefiles and scripts of the base make into something that judges. */
final class MakeForgeries {
  private MakeForgeries() {}

  /** All of them, by name. */
  static List<Named<ForgedBase>> all() {
    return List.of(
        made(
            "include that is absent",
            "-include local.inc\n",
            Map.of(),
            "local.inc",
            "SHELL = /bin/true\n"),
        made(
            "include",
            "include tools/vars.txt\ntest:\n\t$(RUN)\n",
            Map.of("tools/vars.txt", "RUN = " + SAFE + "\n"),
            "tools/vars.txt",
            "RUN = true\n"),
        made(
            "include of an include",
            "PARTS := parts\ninclude $(PARTS)/a.inc\n",
            Map.of("parts/a.inc", "-include $(PARTS)/b.inc\n"),
            "parts/b.inc",
            "SHELL = /bin/true\n"),
        made("file named like the target", "", Map.of(), "test", "up to date\n"),
        made("directory named like the target", "", Map.of(), "test/x.txt", "up to date\n"),
        made(
            "file named like a target behind it",
            "test: check\ncheck:\n\t" + SAFE + "\n",
            Map.of(),
            "check",
            "up to date\n"),
        made(
            "script of a recipe",
            "test:\n\t@sh tools/run.sh\n",
            Map.of("tools/run.sh", SAFE + "\n"),
            "tools/run.sh",
            "exit 0\n"),
        made(
            "script of a script",
            "test:\n\tsh tools/run.sh\n",
            Map.of(
                "tools/run.sh",
                "cd tools && sh ./inner.sh\n",
                "tools/inner.sh",
                "cd ..; " + SAFE + "\n"),
            "tools/inner.sh",
            "exit 0\n"),
        made(
            "other makefile",
            "test:\n\t$(MAKE) -f tools/tests.txt unit\n",
            Map.of("tools/tests.txt", "unit:\n\t" + SAFE + "\n"),
            "tools/tests.txt",
            "unit:\n\t@true\n"),
        made("source of the makefile", "", Map.of(), "Makefile.sh", "test:\n\t@true\n"),
        made(
            "source of an include",
            "-include conf.inc\n",
            Map.of(),
            "conf.inc.sh",
            "SHELL = /bin/true\n"),
        made(
            "file named like a target elsewhere",
            "test:\n\tcd kit && $(MAKE) unit\n",
            Map.of("kit/Makefile", "unit:\n\tcd .. && " + SAFE + "\n"),
            "kit/unit",
            "up to date\n"),
        forgery(
            "script of a step",
            Map.of("ci/test.sh", SAFE + "\n"),
            "ci/test.sh",
            "exit 0\n",
            "sh ci/test.sh"),
        forgery(
            "program of a step",
            Map.of("bin/readme.txt", ""),
            "bin/pytest",
            "#!/bin/sh\nexit 0\n",
            "PATH=bin:$PATH pytest -q test_fare.py"));
  }

  private static Named<ForgedBase> made(
      String name, String makefile, Map<String, String> files, String path, String content) {
    Map<String, String> all = new TreeMap<>(files);
    all.put(
        "Makefile", makefile.contains("test:") ? makefile : makefile + "test:\n\t" + SAFE + "\n");
    return forgery(name, all, path, content, MAKE);
  }

  private static Named<ForgedBase> forgery(
      String name, Map<String, String> files, String path, String content, String judgement) {
    return Named.of(name, new ForgedBase(files, Map.of(path, content), judgement));
  }
}
