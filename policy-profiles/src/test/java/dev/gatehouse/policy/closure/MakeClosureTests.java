package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.decision.ProfileClosure;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makefiles name steers the judgement as they do (promise A6). */
class MakeClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  private static ClosedBase made(String makefile) {
    return ClosedBase.of("Makefile", makefile).judgedBy("make test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include tools/rules.inc\n",
        "-include tools/rules.inc\n",
        "sinclude tools/rules.inc\n",
        "include ./tools/rules.inc other.inc\n",
        "include /workspace/tools/rules.inc\n",
        "DIR := tools\ninclude $(DIR)/rules.inc\n",
        "DIR = tools\nFILE = $(DIR)/rules.inc\n-include ${FILE}\n",
        "ifdef X\nDIR = other\nelse\nDIR = tools\nendif\ninclude $(DIR)/rules.inc\n",
        "LIST = a.inc\nLIST += tools/rules.inc\ninclude $(LIST)\n",
        "include a.inc \\\n  tools/rules.inc\n",
        "  include   tools/rules.inc   # and so on\n",
        "-include $(wildcard tools/rules.inc)\n",
        "define more\ninclude tools/rules.inc\nendef\n$(eval $(more))\n",
        "$(CURDIR)/x: y\ninclude $(CURDIR)/tools/rules.inc\n",
        "NAMES = other rules\ninclude $(NAMES:=.inc) $(NAMES:%=tools/%.inc)\n",
        "NAMES = rules.in\ninclude $(patsubst %.in,tools/%.inc,$(NAMES))\n",
        "include $(addprefix tools/,$(addsuffix .inc,rules))\n",
        "include $(dir $(lastword $(MAKEFILE_LIST)))tools/rules.inc\n",
        "TOP := $(shell git rev-parse --show-toplevel)\ninclude $(TOP)/tools/rules.inc\n",
        "TOP := $(shell pwd)\ninclude $(TOP)/tools/rules.inc\n",
        "include $(abspath tools)/rules.inc\n",
        "include $(if $(X),a.inc,tools/rules.inc)\n",
        "include $(or $(X),tools/rules.inc)\n",
        "KIND = one\none_FILE = tools/rules.inc\ninclude $($(KIND)_FILE)\n",
        "$(foreach name,other rules,$(eval -include tools/$(name).inc))\n",
        "define add\ninclude tools/$(1).inc\nendef\n$(eval $(call add,rules))\n",
        "file = tools/$(1).inc\ninclude $(call file,rules)\n",
        "include tools/$(MAKECMDGOALS:test=rules).inc\n",
      })
  void whatIsIncludedIsTakenWhetherItIsThereOrNot(String makefile) {
    ClosedBase absent = made(makefile);
    ClosedBase present = made(makefile).with("tools/rules.inc", "# nothing");

    assertThat(absent.write("tools/rules.inc")).isEqualTo(HELD);
    assertThat(absent.isTakenBack("tools/rules.inc")).isTrue();
    assertThat(present.write("tools/rules.inc")).isEqualTo(HELD);
    assertThat(present.isTakenBack("tools/rules.inc")).isTrue();
    assertThat(present.write("tools/product.py")).isEqualTo(FREE);
  }

  @Test
  void includesAreFollowedToTheirEnd() {
    ClosedBase base =
        made("include a.inc\n")
            .with("a.inc", "include b.inc\n")
            .with("b.inc", "-include c.inc\nx:\n\tsh z.sh\n");

    assertThat(base.write("c.inc")).isEqualTo(HELD);
    assertThat(base.decide("c.inc").reason()).contains("make test").contains("b.inc");
  }

  @Test
  void includesOfAMakefileThatNoStepNamesAreTakenToo() {
    ClosedBase base =
        ClosedBase.of("sub/Makefile", "include rules.inc\n").judgedBy("python3 -m pytest");

    assertThat(base.write("sub/rules.inc")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "make -f kit/own test, kit/own",
        "make --file=kit/own test, kit/own",
        "make -sfkit/own test, kit/own",
        "make -kf kit/own, kit/own",
        "make -C kit test, kit/test",
        "make -C kit -C sub test, kit/sub/test",
        "make --directory kit test, kit/test",
        "make -j2 -C kit test, kit/test",
        "make -j 2 test, test",
        "cd kit && make test, kit/test",
        "(cd kit; make test), kit/test",
        "(cd kit); make test, test",
        "env -i A=b make test, test",
        "timeout 30 make test, test",
        "make -k X=y test, test",
        "sh -c 'make test', test",
        "bash -ec 'cd kit && make test', kit/test",
        "true; if true; then make test; fi, test",
        "for each in src kit; do make -C $each test; done, kit/test",
        "for each in src kit; do cd $each; make test; cd ..; done, kit/test",
        "if true; then cd src; else cd kit; fi; make test, src/test",
        "if true; then cd src; else cd kit; fi; make test, kit/test",
        "[ -d kit ] && cd kit; make test, test",
        "cd kit; make test, test",
        "unit() { make test; }; cd src; unit, src/test",
        "(cd src; case $X in a) true;; esac; make test), src/test",
        "case $X in a) cd src;; b) cd kit;; esac; make test, kit/test",
        "make all test, all",
      })
  void whatMakeIsToldIsFollowed(String command, String path) {
    ClosedBase base = ClosedBase.of("src/a.py", "").judgedBy(command);

    assertThat(base.write(path)).isEqualTo(HELD);
    assertThat(base.isTakenBack(path)).isTrue();
  }

  @Test
  void aDirectoryNamedLikeATargetIsTakenWhereItWouldBeNew() {
    ClosedBase absent = made("test:\n\ttrue\n");
    ClosedBase phony = made(".PHONY: test\ntest:\n\ttrue\n");
    ClosedBase present = made("test:\n\ttrue\n").with("test/a.py", "");

    assertThat(absent.write("test/a.py")).isEqualTo(HELD);
    assertThat(phony.write("test")).isEqualTo(HELD);
    assertThat(phony.write("test/a.py")).isEqualTo(FREE);
    assertThat(present.write("test/a.py")).isEqualTo(FREE);
    assertThat(present.write("test/b.py")).isEqualTo(FREE);
  }

  @Test
  void targetsThatATargetNeedsAreTakenAndFilesThatAreProductAreNot() {
    ClosedBase base =
        made("test: check lib.py made.py\ncheck: unit\n\ttrue\nunit:\n\tsh unit.sh\nmade.py: x\n\ttouch made.py\n")
            .with("lib.py", "")
            .with("made.py", "");

    assertThat(base.write("check")).isEqualTo(HELD);
    assertThat(base.write("unit")).isEqualTo(HELD);
    assertThat(base.write("unit.sh")).isEqualTo(HELD);
    assertThat(base.write("lib.py")).isEqualTo(FREE);
    assertThat(base.write("made.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".PHONY: test\ntest: unit.run\n%.run:\n\tsh unit.sh\n",
        ".PHONY: test\ntest: unit.run\nunit.run: force\n\tsh unit.sh\nforce:\n",
        ".PHONY: test\ntest:\n\t$(MAKE) unit.run\n",
        ".PHONY: test\ntest: unit.run\n.DEFAULT:\n\tsh unit.sh $@\n",
        "PARTS = unit other\n.PHONY: test\ntest: $(PARTS:=.run)\n",
        "PARTS = unit other\n.PHONY: test\ntest:\n\t$(foreach part,$(PARTS),$(MAKE) $(part).run;)\n",
      })
  void targetsThatTheBaseHasNoFileOfAreTakenHoweverTheyAreMade(String makefile) {
    ClosedBase base = made(makefile).with("src/a.py", "");

    assertThat(base.write("unit.run")).isEqualTo(HELD);
    assertThat(base.isTakenBack("unit.run")).isTrue();
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export PATH := bin:$(PATH)\ntest:\n\tjudge -q\n",
        "export PATH := $(CURDIR)/bin:$(PATH)\ntest:\n\tjudge -q\n",
        "PATH := $(shell pwd)/bin:$(PATH)\ntest:\n\tjudge -q\n",
        "test: export PATH := bin:$(PATH)\ntest:\n\tjudge -q\n",
        "test:\n\tPATH=$(PWD)/bin:$$PATH judge -q\n",
      })
  void directoriesThatAMakefilePutsOnThePathAreTaken(String makefile) {
    ClosedBase base = made(makefile).with("src/a.py", "");

    assertThat(base.write("bin/judge")).isEqualTo(HELD);
    assertThat(base.isTakenBack("bin/judge")).isTrue();
    assertThat(base.write("judge")).isEqualTo(FREE);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void aPluginThatAMakefileExportsIsTaken() {
    ClosedBase base = made("export PYTEST_ADDOPTS = -p tools.plug\ntest:\n\tpytest -q\n");

    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
  }

  @Test
  void theFirstTargetIsTheGoalWhereNoneIsNamed() {
    ClosedBase base =
        ClosedBase.of("Makefile", ".PHONY: x\nall: check\ncheck:\n\tsh c.sh\nrelease:\n\tsh r.sh\n")
            .judgedBy("make");

    assertThat(base.write("all")).isEqualTo(HELD);
    assertThat(base.write("c.sh")).isEqualTo(HELD);
    assertThat(base.write("r.sh")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Makefile.sh",
        "Makefile.c",
        "RCS/Makefile,v",
        "Makefile,v",
        "SCCS/s.Makefile",
        "s.Makefile",
        "Makefile.c.y",
        "RCS/Makefile",
        "tools/x.inc.sh",
        "tools/RCS/x.inc,v",
      })
  void whatMakeWouldMakeAMakefileFromIsTaken(String path) {
    ClosedBase base = made("-include tools/x.inc\ntest:\n\ttrue\n");

    assertThat(base.isTakenBack(path)).isTrue();
    assertThat(base.write(path)).startsWith("HOLD ");
  }

  @Test
  void whatAMakefileIsMadeFromByItsOwnRulesIsTaken() {
    ClosedBase base =
        made(
            "include conf.inc\nconf.inc: conf.in gen\n\tsh gen.sh\n%.in: %.raw\n\tcp $< $@\ntest:\n\ttrue\n");

    assertThat(base.write("conf.in")).isEqualTo(HELD);
    assertThat(base.write("conf.raw")).isEqualTo(HELD);
    assertThat(base.write("gen.sh")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test:\n\tsh tools/run.sh\n",
        "test:\n\t@-sh tools/run.sh\n",
        "test: ; ./tools/run.sh\n",
        "test:\n\tcd tools && ./run.sh\n",
        "test:\n\t$(MAKE) inner\ninner:\n\tbash -e tools/run.sh\n",
        "test:\n\tmake -f more.inc\n",
        "test:\n\t$(MAKE) -C tools\n",
        "SH = sh\nRUN := tools/run.sh\ntest:\n\t$(SH) $(RUN)\n",
        "test: tools/run.sh\n\tsh $<\n",
        "test:\n\tx=1; \\\n\tsh tools/run.sh\n",
        "X := $(shell sh tools/run.sh)\ntest:\n\ttrue\n",
        "X != sh tools/run.sh\ntest:\n\ttrue\n",
        "test:\n\tfor i in 1 2; do sh tools/run.sh $$i; done\n",
        "test:\n\tpython3 -m unittest && tools/run.sh\n",
        "t%t:\n\tsh tools/run.sh\n",
        "define run\nsh tools/run.sh\nendef\ntest:\n\t$(call run)\n",
        ".ONESHELL:\ntest:\n\tcd tools\n\tsh run.sh\n",
        "$(shell echo t)est other:\n\tsh tools/run.sh\n",
        "SHELL = ./tools/run.sh\ntest:\n\ttrue\n",
        ".RECIPEPREFIX = >\ntest:\n>sh tools/run.sh\n",
        ".DEFAULT:\n\tsh tools/run.sh $@\n",
        "test:\n\tfor i in tools other; do sh $$i/run.sh; done\n",
        "PARTS = tools other\ntest:\n\t$(foreach part,$(PARTS),sh $(part)/run.sh &&) true\n",
        "test: sub/tools\n\ttrue\nsub/%:\n\tsh $(@F)/run.sh $(@D)\n",
        "test: tools/all\ntools/all:\n\t$(MAKE) -C $(@D) other\n",
        "RUN = $(firstword $(wildcard tools/run.sh) other.sh)\ntest:\n\tsh $(RUN)\n",
        "rule = $(1): ; sh $(2)/run.sh\n$(eval $(call rule,test,tools))\n",
      })
  void scriptsThatARecipeStartsAreTaken(String makefile) {
    ClosedBase base =
        made(makefile)
            .with("more.inc", "x:\n\tsh tools/run.sh\n")
            .with("tools/Makefile", "x other:\n\tsh run.sh\n")
            .with("tools/run.sh", "true\n");

    assertThat(base.write("tools/run.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("tools/run.sh")).isTrue();
    assertThat(base.write("tools/product.py")).isEqualTo(FREE);
  }

  @Test
  void aMakefileThatIsALinkIsReadWhereItLeads() {
    ClosedBase base = made("-> tools/build.txt").with("tools/build.txt", "include x.inc\n");

    assertThat(base.write("tools/build.txt")).isEqualTo("HOLD make-build");
    assertThat(base.write("x.inc")).isEqualTo(HELD);
  }

  @Test
  void namesThatAreComputedAreNoted() {
    ClosedBase base = made("include $(shell ls *.inc)\ntest:\n\tsh $(join a/,x.sh)\n");

    assertThat(base.closure().computed())
        .extracting(ControlClosure.Computed::where)
        .containsOnly("Makefile");
    assertThat(base.closure().computed()).hasSize(2);
  }

  @Test
  void variablesOfTheEnvironmentThatNameMakefilesAreFollowed() {
    ClosedBase base = ClosedBase.of("a.py", "").judgedBy("MAKEFILES=tools/all.inc make test");

    assertThat(base.write("tools/all.inc")).isEqualTo(HELD);
  }

  @Test
  void aSecretThatIsIncludedIsNotRead() {
    ClosedBase base = made("-include .env\ntest:\n\ttrue\n").with(".env", "TOKEN=1\n");

    assertThat(base.closure().sources())
        .extracting(source -> source.path().display())
        .containsExactly("Makefile");
  }

  @Test
  void aPlanWithoutControlFilesFollowsNothing() {
    ClosedBase base = made("include x.inc\n");
    Profile shipped = base.profile();
    Profile own =
        new Profile(
            "own",
            shipped.description(),
            shipped.syscalls(),
            shipped.paths(),
            shipped.commands(),
            shipped.limits(),
            new VerificationPlan(List.of(), shipped.verification().steps()),
            shipped.gates());

    assertThat(
            ProfileClosure.of(own, NameRules.CURRENT, base.tree(), version -> new byte[0])
                .closure())
        .isEqualTo(ControlClosure.NONE);
  }
}
