package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
