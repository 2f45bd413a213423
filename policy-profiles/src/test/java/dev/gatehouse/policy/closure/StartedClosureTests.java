package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a program starts, or takes its orders from, whichever program it is (promise A6). */
class StartedClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flock /tmp/l sh ci/run.sh",
        "flock /tmp/l -c 'sh ci/run.sh'",
        "find ./unit -name a.txt -exec sh ci/run.sh {} +",
        "find ci -name '*.sh' -exec sh {} \\;",
        "find ci -name '*.sh' -exec {} \\;",
        "find ci -name '*.sh' | xargs -n1 sh",
        "ls ci/*.sh | xargs -n1 sh",
        "run-parts ci",
        "taskset 1 sh ci/run.sh",
        "prlimit --nofile=100 sh ci/run.sh",
        "setpriv --no-new-privs sh ci/run.sh",
        "chrt -i 0 ci/run.sh",
        "coproc sh ci/run.sh",
        "script -q -c 'sh ci/run.sh' /dev/null",
        "script --command='sh ci/run.sh' /dev/null",
        "env -S 'sh ci/run.sh'",
        "env '-Ssh ci/run.sh'",
        "time -f %e sh ci/run.sh",
        "unheard-of --each 1 sh ci/run.sh",
        "unheard-of --script=ci/run.sh",
        "unheard-of ci/run.sh",
        "unheard-of verb noun ci/run.sh",
        "eslint --config ci/run.sh src/a.js",
        "parallel sh ::: ci/run.sh",
        "watch -n 1 'cd ci && ./run.sh'",
        "python3 -m cProfile -o /tmp/prof ci/run.sh",
        "python3 -m cProfile -s time ci/run.sh",
        "coverage run --source src ci/run.sh",
        "python3 -m coverage run --source=src --branch ci/run.sh",
        "python3 -m trace -C dir --count ci/run.sh",
        "perl -I lib ci/run.sh",
        "ruby -w ci/run.sh",
        "node --require ./ci/run.sh other.js",
        "sed -nf ci/run.sh x",
        "gawk -E ci/run.sh x",
        "cat ci/run.sh | python3 -",
        "cat ci/run.sh | tr -d x | sh",
        "sed s/a/b/ ci/run.sh | sh",
        "echo 'sh ci/run.sh' | sh",
        "cat ci/run.sh | timeout 5 bash -s",
        "sh /dev/stdin < ci/run.sh",
        "sh -s one < ci/run.sh",
        ". /dev/stdin < ci/run.sh",
        "python3 - < ci/run.sh",
        "source <(cat ci/run.sh)",
        "bash <(cat ci/run.sh)",
        "sh -c \"$(cat ci/run.sh)\"",
        "eval \"$(cat ci/run.sh)\"",
        "export $(cat ci/run.sh)",
        "env $(cat ci/run.sh) pytest -q",
        "export $(grep -v x ci/run.sh | xargs)",
        "set -- sh ci/run.sh; \"$@\"",
        "step() { echo $1; shift; \"$@\"; }; step unit ci/run.sh -q",
        "step() { shift; shift; \"$@\"; }; step unit all sh ci/run.sh",
        "make -f - test < ci/run.sh",
        "cat ci/run.sh | make -f - test",
        "make --fil=ci/run.sh",
        "MAKEFLAGS='-f ci/run.sh' make",
        "export MAKEFLAGS='k -f ci/run.sh'; make test",
        "timeout -s kill 60 sh ci/run.sh",
        "sudo -u git sh ci/run.sh",
        "xargs -I file sh ci/run.sh",
        "strace -e read sh ci/run.sh",
        "env -u file ./ci/run.sh",
        "flock wait sh ci/run.sh",
        "TESTS=\"\nci/run.sh\nci/b.sh\n\"; for t in $TESTS; do sh $t; done",
        "TESTS='ci/b.sh\tci/run.sh'; for t in $TESTS; do sh $t; done",
        "for t in run a b c d e f g h i j k l m n o p q r s; do sh ci/$t.sh; done",
        "D=ci; for t in a b c d e f g h i j k l m n o p q r run s; do sh $D/$t.sh; done",
        "for t in a b c d e f g h i j k l m n o p q ci/run.sh; do ./$t; done",
        "T='a b c d e f g h i j k l m n o p q run'; for t in $T; do sh ci/$t.sh; done",
        "set -- ci/run.sh b; for t; do sh $t; done",
        "for f do sh ci/run.sh; done",
        "$SUDO sh ci/run.sh",
        "${RUNNER} sh ci/run.sh",
        "\"$(pick tool)\" ci/run.sh",
        "$(pick tool) -q ci/run.sh",
        "sh $OPTS ci/run.sh",
        "bash -e $OPTS -x ci/run.sh",
        "python3 $OPTS ci/run.sh",
        "\"$(command -v bash)\" ci/run.sh",
        "$(which python3) ci/run.sh",
        "dd if=ci/run.sh | sh",
        "(cat ci/run.sh; echo x) | sh",
        "{ cat ci/run.sh; echo x; } | sh",
        "pytest -qc ci/run.sh",
        "pytest -o addopts='-c ci/run.sh'",
        "make SHELL=ci/run.sh",
        "make -s 'SHELL=./ci/run.sh' -j2 test",
        "make SHELL:=ci/run.sh",
        "make SHELL=bash .SHELLFLAGS='-c \". ci/run.sh;\"'",
        "make -C kit SHELL=../ci/run.sh",
        "make BASH_ENV=ci/run.sh",
        "make MAKEFILES=ci/run.sh",
        "MAKEFLAGS='SHELL=ci/run.sh' make",
        "GNUMAKEFLAGS='-f ci/run.sh' make",
        "export GNUMAKEFLAGS=--file=ci/run.sh; make test",
        "O=; O=\"$O -e\"; O=\"$O -u\"; O=\"$O -x\"; O=\"$O -v\"; O=\"$O -f\"; O=\"$O ci/run.sh\"; sh $O",
        "O=-q; O=\"$O -a\"; O=\"$O -b\"; O=\"$O -d\"; O=\"$O -e\"; O=\"$O -f\"; O=\"$O -c ci/run.sh\"; pytest $O",
        "F=a; F=\"$F b\"; F=\"$F c\"; F=\"$F d\"; F=\"$F e\"; F=\"$F f\"; F=\"$F ci/run.sh\"; for f in $F; do sh $f; done",
        "F=1; F+=\" 2\"; F+=\" 3\"; F+=\" 4\"; F+=\" 5\"; F+=\" 6\"; F+=\" ci/run.sh\"; for f in $F; do sh $f; done",
        "D=ci; D=\"$D/\"; D=\"${D}r\"; D=\"${D}u\"; D=\"${D}n\"; D=\"$D.\"; D=\"${D}sh\"; sh $D",
        "F=ci; F+=/run.sh; sh $F",
        "set a ci/run.sh; for t; do sh $t; done",
        "set -eo pipefail a ci/run.sh; for t; do sh $t; done",
        "set -e -- ci/run.sh; for t do sh $t; done",
        "find ci -type f -exec sh -c 'for f do sh \"$f\"; done' _ {} +",
      })
  void aFileThatAnyProgramStartsIsTaken(String shell) {
    ClosedBase base =
        ClosedBase.of("ci/run.sh", "true\n")
            .with("unit/a.txt", "")
            .with("src/a.js", "")
            .judgedBy(shell);

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/run.sh")).isTrue();
    assertThat(base.write("src/a.js")).isEqualTo(FREE);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mypy src/a.py",
        "mypy --strict src/a.py",
        "ruff check src/a.py",
        "black --check src/a.py",
        "isort --check-only src/a.py",
        "flake8 src/a.py",
        "python3 -m mypy src/a.py",
        "python3 -m compileall src/a.py",
        "poetry run mypy src/a.py",
        "uv run ruff check src/a.py",
        "npx eslint src/a.py",
        "timeout 60 mypy src/a.py",
        "gcc -c src/a.py -o /tmp/a.o",
        "g++ -Isrc src/a.py",
        "tsc -p src/a.py",
        "npm test -- src/a.py",
        "node --test src/a.py",
        "mvn -q test -Dx=src/a.py",
        "cargo test --manifest-path src/a.py",
        "go test ./... src/a.py",
        "jq . src/a.py",
        "diff src/a.py out.txt",
        "cp src/a.py /tmp/x; rm -f /tmp/x",
        "grep -q x src/a.py || exit 1",
        "test -f src/a.py && ls -l src/a.py",
        "if [ src/a.py -nt x ]; then touch src/a.py; fi",
        "find src -name a.py",
        "find src -name '*.py' -exec grep x {} +",
        "find src -name '*.py' | xargs grep x",
        "git diff --exit-code src/a.py",
        "tar -czf /tmp/x.tgz src/a.py",
        "chmod 644 src/a.py",
        "perl -pe 's/a/b/' src/a.py",
        "sed -n 1p src/a.py",
        "awk '{ print }' src/a.py",
        "coverage run -m pytest src/a.py",
        "coverage run --source=src -m pytest src/a.py",
        "python3 tools/lint.py src/a.py",
        "sh tools/lint.sh src/a.py",
        "case $X in src/a.py) true;; esac",
        "for f in src/a.py; do cat $f; done",
        "export FILES=src/a.py",
        "step() { echo $1; }; step label src/a.py",
        "cat src/a.py; sh tools/lint.sh",
        "pytest -q -k name src/a.py",
        "pytest -rP src/a.py",
      })
  void productThatKnownProgramsReadIsNotTaken(String shell) {
    ClosedBase base =
        ClosedBase.of("src/a.py", "")
            .with("tools/lint.py", "")
            .with("tools/lint.sh", "true\n")
            .judgedBy(shell);

    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.isTakenBack("src/a.py")).isFalse();
    assertThat(base.write("src/b.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export MAKEFILES = ci/extra.txt\ntest:\n\t$(MAKE) -C kit\n",
        ".SHELLFLAGS := --rcfile ci/extra.txt -ic\ntest:\n\ttrue\n",
        "test:\n\tcat ci/extra.txt | $(MAKE) -f -\n",
        "test:\n\ttaskset 1 sh ci/extra.txt\n",
        "test: CMD = cd ci; sh ./extra.txt\ntest:\n\t$(CMD)\n",
        ".SHELLFLAGS = -c \". ci/extra.txt;\"\ntest:\n\ttrue\n",
        "SHELL = /bin/bash\n.SHELLFLAGS := -ec 'source ci/extra.txt; eval \"$$0\"'\ntest:\n\ttrue\n",
        "test: .SHELLFLAGS = -c '. ci/extra.txt'\ntest:\n\ttrue\n",
        "MAKEFLAGS += -I ci\ninclude extra.txt\ntest:\n\ttrue\n",
        "D = ci\nMAKEFLAGS += --include-dir=$(D)\n-include extra.txt\ntest:\n\ttrue\n",
        "MAKEFLAGS += SHELL=ci/extra.txt\ntest:\n\ttrue\n",
        "MAKEFLAGS += --eval=SHELL=ci/extra.txt\ntest:\n\ttrue\n",
        "MAKEFLAGS = -f ../ci/extra.txt\ntest:\n\t$(MAKE) -C kit\n",
        "GNUMAKEFLAGS = -f ci/extra.txt\ntest:\n\t$(MAKE) inner\n",
        "test:\n\t$(MAKE) SHELL=ci/extra.txt inner\n",
        "$(eval $(shell cat ci/extra.txt))\ntest:\n\ttrue\n",
        "$(eval $(file <ci/extra.txt))\ntest:\n\ttrue\n",
        "F = ci/extra.txt\n$(eval $(file < $(F)))\ntest:\n\ttrue\n",
        "X := $(shell cat ci/extra.txt)\n$(eval $(X))\ntest:\n\ttrue\n",
        "X != cat ci/extra.txt\n$(eval $(X))\ntest:\n\ttrue\n",
        "X := $(file <ci/extra.txt)\ntest:\n\t$(X)\n",
        "X := $(shell sed s/a/b/ ci/extra.txt)\ntest:\n\t@$(X)\n",
        "T =\nT += a\nT += b\nT += ci/extra.txt\nT += d\nT += e\ntest:\n\tsh $(filter ci/%,$(T))\n",
        "T = a ci/extra.txt\ntest:\n\tsh $(filter-out a b%,$(T))\n",
        "export CMD = sh ci/extra.txt\ntest:\n\t$$CMD\n",
        "CMD = ci/extra.txt\nOTHER = x\nexport OTHER CMD\ntest:\n\tsh \"$$CMD\"\n",
        "CMD = ci/extra.txt\nexport\ntest:\n\tsh $${CMD}\n",
        "CMD = ci/extra.txt\n.EXPORT_ALL_VARIABLES:\ntest:\n\tsh $$CMD\n",
        "test: export CMD = ci/extra.txt\ntest:\n\tsh $$CMD\n",
        "D = ci\nexport CMD ?= $(D)/extra.txt\ntest:\n\tfor f in $$CMD; do sh $$f; done\n",
        "export DIR = ci\ntest:\n\tcd $$DIR && sh ./extra.txt\n",
        "export F = ci/extra.txt\ntest:\n\t$(MAKE) inner\ninner:\n\tsh $$F\n",
        "include $(shell cat ci/extra.txt)\ntest:\n\ttrue\n",
        "-include ci/x.mk\n.txt.mk:\n\tcp $< $@\nci/x.mk: ci/extra.txt\ntest:\n\ttrue\n",
        ".SUFFIXES: .txt .inc\n.txt.inc:\n\tcp $< $@\n-include ci/extra.inc\ntest:\n\ttrue\n",
      })
  void whatAMakefileHasReadIsTaken(String makefile) {
    ClosedBase base =
        ClosedBase.of("Makefile", makefile)
            .with("kit/Makefile", "all:\n\ttrue\n")
            .with("ci/extra.txt", "# nothing\n")
            .judgedBy("make test");

    assertThat(base.write("ci/extra.txt")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/extra.txt")).isTrue();
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest_plugins = []\npytest_plugins.append(\"tools.plug\")\n",
        "pytest_plugins += [\"tools.plug\"]\n",
        "if True:\n    pytest_plugins = \"tools.plug\"\n",
        "globals()[\"pytest_plugins\"] = [\"tools.plug\"]\n",
      })
  void aPluginThatAConftestAddsIsTaken(String conftest) {
    ClosedBase base = ClosedBase.of("conftest.py", conftest).judgedBy("pytest -q");

    assertThat(base.write("tools/plug.py")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tests/*.stamp", "$(TESTS:.sh=.stamp)", "$(patsubst %.sh,%.stamp,$(TESTS))"})
  void targetsThatAreMadeFromWhatAPatternFindsAreTaken(String stamps) {
    ClosedBase base =
        ClosedBase.of(
                "Makefile",
                "TESTS := $(wildcard tests/*.sh)\n.PHONY: test\ntest: %s\n%%.stamp: %%.sh\n\tsh $< && touch $@\n"
                    .formatted(stamps))
            .with("tests/a.sh", "sh ci/last.sh\n")
            .with("src/a.py", "")
            .judgedBy("make test");

    assertThat(base.write("tests/a.stamp")).isEqualTo(HELD);
    assertThat(base.isTakenBack("tests/new.stamp")).isTrue();
    assertThat(base.write("tests/new.sh")).isEqualTo(HELD);
    assertThat(base.write("ci/last.sh")).isEqualTo(HELD);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 -m cProfile -m ci.run",
        "python3 -m cProfile -o /tmp/p -m ci.run",
        "python3 -m trace --count -m ci.run",
        "python3 -m pdb -m ci.run",
        "python3 -m profile -s time -m ci.run -q",
      })
  void aModuleThatAProfilerRunsIsTaken(String shell) {
    ClosedBase base = ClosedBase.of("ci/run.py", "").with("src/a.py", "").judgedBy(shell);

    assertThat(base.write("ci/run.py")).isEqualTo(HELD);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void productThatAPatternOfAMakefileFindsIsNotTaken() {
    ClosedBase base =
        ClosedBase.of("Makefile", "test: $(wildcard src/*.py)\n\tpytest -q\n")
            .with("src/a.py", "")
            .judgedBy("make test");

    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.write("src/new.py")).isEqualTo(FREE);
  }

  @Test
  void longerValuesThanAMakefileMayExportAreComputed() {
    String makefile = "export A = %s\nexport F = ci/run.sh\ntest:\n\tsh $$F\n";
    ClosedBase most =
        ClosedBase.of("Makefile", makefile.formatted("x".repeat(4085))).judgedBy("make test");
    ClosedBase more =
        ClosedBase.of("Makefile", makefile.formatted("x".repeat(4086))).judgedBy("make test");

    assertThat(most.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(most.closure().computed()).isEmpty();
    assertThat(more.write("ci/run.sh")).isEqualTo(FREE);
    assertThat(more.closure().computed()).hasSize(1);
  }

  @Test
  void whatAFileThatBecomesStatementsNamesIsTaken() {
    ClosedBase base =
        ClosedBase.of("Makefile", "$(eval $(file <ci/a.txt))\ntest:\n\tpytest -q\n")
            .with("ci/a.txt", "include ci/b.txt\nV := $(file <src/version)\n")
            .with("src/version", "1\n")
            .judgedBy("make test");

    assertThat(base.write("ci/b.txt")).isEqualTo(HELD);
    assertThat(base.write("src/version")).isEqualTo(FREE);
  }

  @Test
  void targetsThatAreComputedAreNoted() {
    ClosedBase base =
        ClosedBase.of("Makefile", "test: $(shell ls tests)\n\ttrue\n").judgedBy("make test");

    assertThat(base.closure().computed()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%: %.in\n\tcp $< $@\n",
        "%: %.sh\n\tcp $< $@\n",
        "%: %.gz\n\tgunzip -k $<\n",
        "%: src/%\n\tcp $< $@\n",
        "%: %.c\n",
        "%:: RCS/%,v\n",
        "%: %.a\n\ttrue\n%: %.b\n\ttrue\n%: %.c\n\ttrue\n%: x/%\n\ttrue\n%: y/%\n\ttrue\n",
      })
  void aRuleOfAnyNameIsUsedOnceInAChain(String rule) {
    ClosedBase base =
        ClosedBase.of("Makefile", "-include local.inc\ntest: unit\n\ttrue\n" + rule)
            .judgedBy("make test");

    assertThat(base.write("local.inc")).isEqualTo(HELD);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.closure().named()).hasSizeLessThan(2000);
  }

  @Test
  void aRuleOfAnyNameMakesWhatAMakefileIsMadeFrom() {
    ClosedBase base =
        ClosedBase.of("Makefile", "-include local.inc\n%: %.in\n\tsh gen.sh\ntest:\n\ttrue\n")
            .judgedBy("make test");

    assertThat(base.write("local.inc.in")).isEqualTo(HELD);
    assertThat(base.write("gen.sh")).isEqualTo(HELD);
  }

  @Test
  void aPathThatGrowsInItsLoopOpensARun() {
    String script =
        "add() { PATH=\"$1:$PATH:\"; PATH=\"$PATH:$2\"; }\n"
            + "for each in a b c; do PATH=\"$PATH:\"; add $each x; done\n"
            + "judge -q\n".repeat(300);
    ClosedBase base =
        ClosedBase.of("libexec/tool", script).judgedBy("export PATH=bin:$PATH; sh libexec/tool");

    assertThat(base.write("libexec/tool")).isEqualTo(HELD);
    assertThat(base.write("bin/judge")).isEqualTo(HELD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "case $X in\na|src/*.py)\n  true\n  ;;\nsrc/a.py | *)\n  true;;\nesac",
        "if true; then case $X in (a) true;; (src/*.py) true;; esac; fi",
        "case $X in a) case $Y in src/a.py) true;; *) true;; esac;; src/*) true;; esac",
      })
  void labelsOfACaseAreNoCommands(String shell) {
    ClosedBase base =
        ClosedBase.of("src/a.py", "").with("ci/run.sh", "").judgedBy(shell + "\nsh ci/run.sh\n");

    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.write("src/b.py")).isEqualTo(FREE);
    assertThat(base.write("c.py")).isEqualTo(FREE);
    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
  }
}
