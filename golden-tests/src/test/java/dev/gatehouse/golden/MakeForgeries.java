package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.FORGED_CONFTEST;
import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.SAFE;
import static dev.gatehouse.golden.ForgedBase.TESTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;

/** Files that makefiles, scripts and settings of the base make into something that judges. */
final class MakeForgeries {
  private MakeForgeries() {}

  /** Some of them, with every content and every command; see {@link Covering}. */
  static List<Named<ForgedBase>> covering() {
    return Covering.of(all());
  }

  /** All of them, by name. */
  static List<Named<ForgedBase>> all() {
    List<Named<ForgedBase>> all = new ArrayList<>(ofMakefiles());
    all.addAll(ofScripts());
    all.addAll(ofSettings());
    return all;
  }

  private static List<Named<ForgedBase>> ofMakefiles() {
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
        made(
            "include that a pattern finds",
            "-include conf/*.inc\n",
            Map.of("conf/a.inc", "A = 1\n"),
            "conf/b.inc",
            "SHELL = /bin/true\n"),
        made(
            "include that a function finds",
            "include $(wildcard conf/*.inc)\n",
            Map.of("conf/a.inc", "A = 1\n"),
            "conf/b.inc",
            "SHELL = /bin/true\n"),
        made(
            "script that a pattern finds",
            "test:\n\tfor each in ci/*.sh; do . ./$$each; done; " + SAFE + "\n",
            Map.of("ci/a.sh", "true\n"),
            "ci/b.sh",
            "exit 0\n"),
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
        made(
            "file named like what a pattern makes",
            ".PHONY: test\ntest: unit.run\n%.run:\n\t" + SAFE + "\n",
            Map.of(),
            "unit.run",
            "up to date\n"),
        made(
            "include of a list with another ending",
            "PARTS = one two\n-include $(PARTS:=.inc)\n",
            Map.of(),
            "two.inc",
            "SHELL = /bin/true\n"),
        made(
            "include beside the makefile",
            "-include $(dir $(lastword $(MAKEFILE_LIST)))local.inc\n",
            Map.of(),
            "local.inc",
            "SHELL = /bin/true\n"),
        made(
            "include that is evaluated",
            "$(foreach part,one two,$(eval -include $(part).inc))\n",
            Map.of(),
            "two.inc",
            "SHELL = /bin/true\n"),
        made(
            "source of an include by a rule",
            "-include made.inc\nmade.inc: made.src\n\tcp $< $@\n",
            Map.of(),
            "made.src",
            "SHELL = /bin/true\n"),
        made(
            "file named like a target in a loop",
            "test:\n\tfor each in kit lib; do $(MAKE) -C $$each unit || exit 1; done\n",
            Map.of("kit/Makefile", "unit:\n\tcd .. && " + SAFE + "\n", "lib/Makefile", "unit:\n"),
            "kit/unit",
            "up to date\n"),
        made(
            "program on the path of the makefile",
            "export PATH := $(CURDIR)/bin:$(PATH)\ntest:\n\tpytest -q test_fare.py && true\n",
            Map.of("bin/readme.txt", ""),
            "bin/pytest",
            "#!/bin/sh\nexit 0\n"),
        forgery(
            "file named like a target that another makefile makes",
            Map.of(
                "Makefile",
                "all:\n.DEFAULT:\n\t$(MAKE) -C kit $@\n",
                "kit/Makefile",
                "test:\n\tcd .. && " + SAFE + "\n"),
            "kit/test",
            "up to date\n",
            MAKE));
  }

  private static List<Named<ForgedBase>> ofScripts() {
    return List.of(
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
            "PATH=bin:$PATH pytest -q test_fare.py"),
        forgery(
            "script that a script sources",
            Map.of("ci/test.sh", ". ci/lib.sh\nunit\n", "ci/lib.sh", "unit() { " + SAFE + "; }\n"),
            "ci/lib.sh",
            "unit() { true; }\n",
            "sh ci/test.sh"),
        forgery(
            "absent script beside a script",
            Map.of(
                "ci/test.sh",
                "local=$(dirname \"$0\")/local.sh\n[ ! -f $local ] || . $local\n" + SAFE + "\n"),
            "ci/local.sh",
            "exit 0\n",
            "sh ci/test.sh"),
        forgery(
            "script that a script is given",
            Map.of("ci/with.sh", "exec \"$@\"\n", "ci/unit.sh", SAFE + "\n"),
            "ci/unit.sh",
            "exit 0\n",
            "sh ci/with.sh sh ci/unit.sh"),
        forgery(
            "script of a function",
            Map.of(
                "ci/test.sh",
                "unit() { sh run.sh; }\ncd kit\nunit\n",
                "kit/run.sh",
                "cd ..; " + SAFE + "\n"),
            "kit/run.sh",
            "exit 0\n",
            "sh ci/test.sh"),
        forgery(
            "script of a loop",
            Map.of("ci/unit.sh", SAFE + "\n", "ci/style.sh", "true\n"),
            "ci/unit.sh",
            "exit 0\n",
            "for part in unit style; do sh ci/$part.sh || exit 1; done"),
        forgery(
            "script that counts where none is named",
            Map.of("ci/unit.sh", SAFE + "\n"),
            "ci/unit.sh",
            "exit 0\n",
            "sh \"${UNIT:-ci/unit.sh}\""),
        forgery(
            "script of a text that a shell reads",
            Map.of("ci/test.sh", "sh -e <<END\nsh ci/unit.sh\nEND\n", "ci/unit.sh", SAFE + "\n"),
            "ci/unit.sh",
            "exit 0\n",
            "sh ci/test.sh"),
        forgery(
            "script behind options",
            Map.of("ci/unit.sh", SAFE + "\n"),
            "ci/unit.sh",
            "exit 0\n",
            "env -u NAME timeout -s KILL 60 sh ci/unit.sh"));
  }

  private static List<Named<ForgedBase>> ofSettings() {
    return List.of(
        forgery(
            "plug-in that settings name",
            Map.of("pytest.ini", "[pytest]\naddopts = -p tools.plug\n", "tools/plug.py", ""),
            "tools/plug.py",
            FORGED_CONFTEST,
            TESTS),
        forgery(
            "plug-in that a conftest names",
            Map.of("conftest.py", "pytest_plugins = [\"tools.plug\"]\n", "tools/plug.py", ""),
            "tools/plug.py",
            FORGED_CONFTEST,
            TESTS));
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
