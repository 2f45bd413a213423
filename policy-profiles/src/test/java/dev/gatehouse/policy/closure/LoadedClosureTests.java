package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a program loads or starts by an option or a variable (promise A6). */
class LoadedClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LD_PRELOAD=ci/run.sh pytest -q",
        "export LD_PRELOAD=$PWD/ci/run.sh; pytest -q",
        "LD_PRELOAD=/lib/x.so:ci/run.sh pytest -q",
        "LD_AUDIT='/lib/x.so ci/run.sh' pytest",
        "NODE_OPTIONS='-r ./ci/run.sh' npm test",
        "NODE_OPTIONS=--require=./ci/run.sh npm test",
        "export NODE_OPTIONS=\"--max-old-space-size=100 --import ./ci/run.sh\"; npx mocha",
        "NODE_OPTIONS=--experimental-loader=./ci/run.sh node --test",
        "PYTHONSTARTUP=ci/run.sh python3 -i",
        "PYTHONHOME=ci python3 -m pytest",
        "PYTHONUSERBASE=ci python3 -m pytest",
        "RUBYOPT='-w -r ./ci/run.sh' rspec",
        "export RUBYOPT=-r$PWD/ci/run.sh; rake",
        "JAVA_TOOL_OPTIONS=-javaagent:ci/run.sh mvn test",
        "JAVA_TOOL_OPTIONS='-Xmx1g -javaagent:ci/run.sh=port=1' mvn test",
        "JDK_JAVA_OPTIONS=@ci/run.sh java Main",
        "_JAVA_OPTIONS=-agentpath:ci/run.sh mvn test",
        "MAVEN_OPTS=-javaagent:ci/run.sh mvn test",
        "CLASSPATH=lib:ci/run.sh java Main",
        "GIT_SSH=ci/run.sh git fetch",
        "GIT_SSH_COMMAND='sh ci/run.sh -v' git fetch",
        "GIT_EXTERNAL_DIFF=./ci/run.sh git diff",
        "export GIT_ASKPASS=$PWD/ci/run.sh; git fetch",
        "GIT_CONFIG_GLOBAL=ci/run.sh git status",
        "GIT_EXEC_PATH=ci git status",
        "PROMPT_COMMAND='. ci/run.sh' bash -i",
        "RUSTC_WRAPPER=ci/run.sh cargo test",
        "GOFLAGS=-toolexec=ci/run.sh go test",
        "GOFLAGS='-modfile=ci/run.sh' go test",
        "BUNDLE_GEMFILE=ci/run.sh bundle exec rspec",
        "R_PROFILE_USER=ci/run.sh Rscript x",
        "env NODE_OPTIONS=--import=./ci/run.sh npm test",
      })
  void aFileThatAVariableNamesIsTaken(String shell) {
    isTaken(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export LD_PRELOAD = ci/run.sh\ntest:\n\tpytest -q\n",
        "export NODE_OPTIONS := -r ./ci/run.sh\ntest:\n\tnpm test\n",
        "export PYTHONSTARTUP = ci/run.sh\ntest:\n\tpython3 -i\n",
        "D = ci\nexport RUBYOPT = -r./$(D)/run.sh\ntest:\n\trspec\n",
        "export COVERAGE_PROCESS_START = $(CURDIR)/ci/run.sh\ntest:\n\tpytest\n",
        "export COVERAGE_RCFILE ?= ci/run.sh\ntest:\n\tcoverage run -m pytest\n",
        "export JAVA_TOOL_OPTIONS = -javaagent:ci/run.sh\ntest:\n\tmvn test\n",
        "test: export GIT_SSH = ci/run.sh\ntest:\n\tgit fetch\n",
        "NODE_OPTIONS = --import=./ci/run.sh\nexport\ntest:\n\tnode --test\n",
      })
  void aFileThatAVariableOfAMakefileNamesIsTaken(String makefile) {
    ClosedBase base =
        ClosedBase.of("Makefile", makefile)
            .with("ci/run.sh", "# nothing\n")
            .with("src/a.py", "")
            .judgedBy("make test");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/run.sh")).isTrue();
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java ci/run.sh",
        "java -Xmx1g --source 21 ci/run.sh",
        "java -ea -jar ci/run.sh --all",
        "java -classpath src:ci/run.sh Main",
        "java -javaagent:ci/run.sh Main",
        "go run -race ci/run.sh arg",
        "go test -exec ci/run.sh ./...",
        "go test -toolexec 'sh ci/run.sh' ./...",
        "go vet -vettool=ci/run.sh ./...",
        "dotnet ci/run.sh --urls x",
        "dotnet exec ci/run.sh",
        "node -r./ci/run.sh test.js",
        "node --test --import ./ci/run.sh",
        "node --test-reporter=./ci/run.sh --test",
        "node --env-file=ci/run.sh x.js",
        "mocha -r ci/run.sh",
        "mocha --require ./ci/run.sh test",
        "npx mocha --file ci/run.sh",
        "jest -c ci/run.sh",
        "jest --globalSetup ./ci/run.sh",
        "npx jest --setupFilesAfterEnv=./ci/run.sh",
        "vitest run -c ci/run.sh",
        "rspec -r ./ci/run.sh",
        "rspec -O ci/run.sh",
        "ruby -r./ci/run.sh x.rb",
        "tar -xf x.tar --checkpoint-action=exec=ci/run.sh",
        "tar -xf x.tar --checkpoint=1 --checkpoint-action='exec=sh ci/run.sh'",
        "tar -xf x --to-command='sh ci/run.sh'",
        "tar -xf x -I ci/run.sh",
        "tar --use-compress-program=ci/run.sh -xf x",
        "split -l 10 --filter='sh ci/run.sh' x",
        "split --filter 'cd ci && ./run.sh' x",
        "sort --compress-program=ci/run.sh big",
        "git bisect run sh ci/run.sh",
        "git -C . bisect run ./ci/run.sh x",
        "git rebase --exec 'sh ci/run.sh' main",
        "git submodule foreach 'sh ci/run.sh'",
        "git -c core.sshCommand='sh ci/run.sh' fetch",
        "git -c alias.t='!sh ci/run.sh' t",
        "git -c core.hooksPath=ci commit",
        "git config core.hooksPath ci && git commit",
        "git filter-branch --tree-filter 'sh ci/run.sh' HEAD",
        "git difftool -x ci/run.sh",
        "find ci -exec bash -c 'sh \"$1\"' _ {} \\;",
        "find ci -name '*.sh' -exec sh -c 'sh $0' {} \\;",
        "find ci -exec bash -c '\"$@\"' _ {} +",
        "find ci -exec bash -c '. \"$1\"' x {} \\;",
        "find ci -name '*.sh' | xargs -n1 sh -c 'sh \"$0\"'",
        "php -d auto_prepend_file=ci/run.sh x.php",
        "kotlinc -script ci/run.sh",
        "gcc -fplugin=./ci/run.sh x.c",
        "mvn -s ci/run.sh test",
        "eslint -f ./ci/run.sh src/a.js",
        "npm --script-shell=ci/run.sh test",
        "sqlite3 -init ci/run.sh x.db",
        "jq -f ci/run.sh x.json",
      })
  void aFileThatAnOptionNamesIsTaken(String shell) {
    isTaken(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find src -name '*.py' -exec bash -c 'grep x \"$1\"' _ {} \\;",
        "find src -exec sh -c 'echo $0' {} \\;",
        "find src -name '*.py' | xargs sh -c 'wc -l \"$@\"' _",
        "java -cp /x Main src/a.py",
        "java -jar /x.jar src/a.py",
        "go test ./... src/a.py",
        "go vet src/a.py",
        "git log -- src/a.py",
        "git diff src/a.py",
        "git -c user.name=x commit -m src/a.py",
        "git bisect start src/a.py",
        "git rebase main src/a.py",
        "git clean -xdf src/a.py",
        "git grep x src/a.py",
        "mocha src/a.py",
        "jest src/a.py",
        "jest -t src/a.py",
        "dotnet build src/a.py",
        "dotnet test src/a.py",
        "rspec src/a.py",
        "tar -xzf x -C src src/a.py",
        "split -l 10 src/a.py",
        "node --test src/a.py",
        "mvn -fae -q test",
        "npx jest src/a.py",
        "mypy src/a.py",
        "NODE_OPTIONS=--max-old-space-size=10 node --test src/a.py",
        "export FILES=src/a.py",
        "tsc -p src/a.py",
        "gcc -c src/a.py",
        "sort src/a.py",
        "prettier --check src/a.py",
        "poetry run mypy src/a.py",
      })
  void productThatSuchProgramsReadIsNotTaken(String shell) {
    ClosedBase base = ClosedBase.of("src/a.py", "").with("src/c.py", "").judgedBy(shell);

    assertThat(base.write("src/a.py")).isEqualTo(FREE);
    assertThat(base.isTakenBack("src/a.py")).isFalse();
    assertThat(base.write("src/b.py")).isEqualTo(FREE);
  }

  private static void isTaken(String shell) {
    ClosedBase base =
        ClosedBase.of("ci/run.sh", "true\n")
            .with("src/a.js", "")
            .with("src/a.py", "")
            .judgedBy(shell);

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.isTakenBack("ci/run.sh")).isTrue();
    assertThat(base.write("src/a.js")).isEqualTo(FREE);
    assertThat(base.write("src/b.py")).isEqualTo(FREE);
  }

  @Test
  void librariesOfADirectoryThatAVariableNamesAreTakenAndNothingElseIs() {
    ClosedBase base =
        ClosedBase.of("native/a.c", "").judgedBy("LD_LIBRARY_PATH=$PWD/native pytest -q");

    assertThat(base.write("native/libc.so.6")).isEqualTo(HELD);
    assertThat(base.isTakenBack("native/libm.so")).isTrue();
    assertThat(base.write("native/a.c")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "perl -Ici -MRun x.pl, ci/Run.pm",
        "perl -w -I ci -MA::B=c x.pl, ci/A/B.pm",
        "perl -Mlib=ci -MRun x.pl, ci/Run.pm",
        "PERL5LIB=lib:ci perl -MRun x.pl, ci/Run.pm",
        "PERL5LIB=ci PERL5OPT=-MRun prove t, ci/Run.pm",
        "ruby -I ci -rrun x.rb, ci/run.rb",
        "ruby -r./ci/run x.rb, ci/run.rb",
        "RUBYLIB=ci RUBYOPT=-rrun rspec, ci/run.rb",
        "RUBYLIB=lib:ci rspec --require run, ci/run.rb",
        "java ci/Run.java, ci/Run.java",
        "go run ./ci, ci/run.go",
        "go run ci/a.go ci/run.go, ci/run.go",
        "dotnet run ci/Run.cs, ci/Run.cs",
      })
  void aModuleThatIsLoadedByNameIsTakenWhetherItIsThereOrNot(String shell, String path) {
    ClosedBase absent = ClosedBase.of("ci/x.txt", "").judgedBy(shell);
    ClosedBase present = ClosedBase.of(path, "").judgedBy(shell);

    assertThat(absent.write(path)).isEqualTo(HELD);
    assertThat(present.write(path)).isEqualTo(HELD);
    assertThat(present.isTakenBack(path)).isTrue();
    assertThat(absent.write("ci/x.txt")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "V := $(shell cat VERSION)\ntest:\n\tAPP=$(V) python3 -m pytest -q\n",
        "V = $(shell cat VERSION)\ntest:\n\tpython3 -m pytest -q --basetemp=/tmp/$(V)\n",
        "V != cat VERSION\ntest:\n\techo version $(V) && pytest -q\n",
        "V := $(file <VERSION)\ntest:\n\tAPP=$(V) pytest -q\n",
        "V := $(shell sed -n 's/^v=//p' VERSION)\ntest:\n\tAPP=$(V) pytest -q\n",
        "V := $(shell cut -d= -f2 VERSION | head -1)\ntest:\n\tAPP=\"$(V)\" sh x.sh\n",
        "V = $(strip $(shell cat VERSION))\nT = APP=$(V) pytest\ntest:\n\t$(T) -q\n",
        "test:\n\tAPP=$(shell cat VERSION) pytest -q\n",
        "test: V = $(shell cat VERSION)\ntest:\n\tAPP=$(V) pytest -q\n",
        "$(foreach l,$(shell cat VERSION),$(eval export $(l)))\ntest:\n\tpytest -q\n",
        "L := $(shell cat VERSION)\n$(foreach l,$(L),$(eval $(l)))\ntest:\n\tpytest -q\n",
      })
  void aFileWhoseTextStandsInARecipeIsTaken(String makefile) {
    ClosedBase base =
        ClosedBase.of("Makefile", makefile)
            .with("VERSION", "v=1.0\n")
            .with("src/a.py", "")
            .judgedBy("make test");

    assertThat(base.write("VERSION")).isEqualTo(HELD);
    assertThat(base.isTakenBack("VERSION")).isTrue();
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  /** The shell splits what a command prints into words, and reads none of them as its own text. */
  @Test
  void aFileWhoseTextIsAWordOfTheShellIsNotTaken() {
    ClosedBase base =
        ClosedBase.of("VERSION", "1.0\n").judgedBy("APP=\"$(cat VERSION)\" pytest -q");

    assertThat(base.write("VERSION")).isEqualTo(FREE);
  }
}
