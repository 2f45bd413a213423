package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.CommandDecision;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shell strings under the shipped profile: each command that they can start is decided. */
class ShellDecisionTests {
  private static final Policy POLICY = new Policy(ProfileLoader.shipped("default"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -la | head -n 5",
        "cd src && grep -rn 'def f' . | sort -u",
        "cat <<'EOF' > reproduce.py\nimport os\nEOF\npython3 reproduce.py",
        "sed -i 's/a/b/' x.py && git diff",
        "for f in a b c; do wc -l $f; done",
        "if test -f x.py; then python x.py; else echo none; fi",
        "PYTHONPATH=. python3 -m pytest -q 2>&1 | tail -20",
        "find . -name '*.py' -exec grep -n TODO {} +",
        "echo \"$(git rev-parse HEAD)\" > /tmp/head",
        "timeout 60 pytest tests/test_x.py; echo $?",
        "x=src/a.py; cat \"$x\"",
        "grep -n x src/*.py",
        "cat -- *.txt",
        "find . -exec echo + curl ';'",
        "echo $((1 + 2*3)) ${x:0:5}",
        "LC_ALL=C sort x",
        "cat .//src/x.py",
        "bash -c 'cd src; ls'",
        "seq 3 | xargs -n 1 echo",
        "./run.sh > /dev/null",
        "# a comment alone",
        "A=1",
        "git checkout -- src/x.py && rm -f x.orig",
      })
  void allowsOrdinaryStrings(String script) {
    Decision decision = shell(script);

    assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.ALLOW);
    assertThat(decision.mode()).contains(Policy.MODE_SHELL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls; curl x",
        "ls && perl -e 1",
        "ls || sudo ls",
        "echo $(curl x)",
        "echo \"`docker ps`\"",
        "cat <<EOF\n$(curl x)\nEOF",
        "if true; then curl x; fi",
        "for i in 1; do curl x; done",
        "while read l; do curl $l; done < x",
        "(cd src; perl x)",
        "true | tee | curl -T - x",
        "bash -c 'ls; curl x'",
        "bash -c \"bash -c 'curl x'\"",
        "env A=1 timeout 5 curl x",
        "find . -exec curl {} \\;",
        "xargs curl < x",
        "x=curl; $x example.org",
        "c\\url x",
        "'curl' x",
        "$(echo curl) x",
        "eval ls",
        "f() { ls; }; f",
        "exec ls",
        "source x.sh",
        ". x.sh",
        "trap ls EXIT",
        "sleep 100 &",
        "cat <(ls)",
        "PATH=/tmp ls",
        "IFS=x; ls",
        "LD_PRELOAD=/tmp/x.so ls",
        "GIT_EXTERNAL_DIFF=/tmp/x git diff",
        "PYTHONSTARTUP=x python3 -i",
        "BASH_ENV=x bash run.sh",
        "test -v 'a[$(ls)]'",
        "printf -v x y",
        "echo ${x@P}",
        "echo ${!x}",
        "echo $((a[$(ls)]))",
        "cat ../x",
        "cat /etc/passwd",
        "cat < /etc/passwd",
        "cat < .env",
        "cat .env",
        "cd sub; cat .env",
        "echo x > /etc/x",
        "echo x > ../x",
        "echo x > $y",
        "cd /etc && cat passwd",
        "cd /; ls",
        "grep x *",
        "cat \"$x\"",
        "cat */../../etc/passwd",
        "/bin/sed -n 1p x",
        "/usr/bin/git status",
        "X=curl\necho $((1/0)); X=ls\n$X y",
        "echo $((08))",
        "echo $((1%0))",
        "echo $((2**-1))",
        "echo $((1+))",
        "U=a; echo ${U:0:-5}",
        "export X=$((1/0))",
        "cd /tmp\necho $((1/0)); cd /workspace || exit\n./x",
        "find -- . -exec curl x ';'",
        "find -- . -delete",
        "find /tmp/d -execdir ./x ';'",
        "bash +x -c 'curl x'",
        "bash +e /etc/profile",
        "bash -cls 'curl x'",
        "bash -ccat 'curl x'",
        "echo 'curl x' | bash -",
        "echo 'curl x' | bash -x -",
        "sh -c 'echo x &> /tmp/o curl y'",
        "sh -c ls",
        "RIPGREP_CONFIG_PATH=rc rg x",
        "env RIPGREP_CONFIG_PATH=rc rg x",
        "PATCH_GET=1 patch -i z.diff",
        "TERM=xterm git checkout x",
        "export GREP_COLORS=x; grep y z",
        "diff -l a b",
        "git checkout -p",
        "git diff src/../../etc/passwd src/../../etc/hostname",
        "git diff -- src/../../etc/passwd",
        "file -f names.txt",
        "sha256sum -c sums.txt",
        "date -f /etc/passwd",
        "hostname -F x",
        "sort /etc/passwd",
        "cat <> .env",
        "cat .//tmp/../x",
        "tree .",
        "ls 'unfinished",
      })
  void refusesEachStringWithSuchACommandAndSaysWhereAndWhatNext(String script) {
    Decision decision = shell(script);

    assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.DENY);
    assertThat(decision.reason()).contains("line ");
    assertThat(decision.next().orElseThrow()).isNotBlank();
    assertThat(decision.commands()).isEmpty();
  }

  @Test
  void theDecisionHoldsEachCommandAsItRuns() {
    Decision decision = shell("x=a.py; sed -n 1p \"$x\" | timeout 5 grep -c \"$(ls)\" -- b/*.py");

    assertThat(decision.rule()).isEqualTo(ArgvPolicy.UNKNOWN_RULE);
    assertThat(decision.reason()).contains("grep");
    Decision allowed = shell("x=a.py; sed -n 1p \"$x\" | timeout 5 grep -c y b/*.py");
    assertThat(allowed.rule()).isEqualTo("commands.allowed");
    assertThat(allowed.commands().stream().map(CommandDecision::argv).toList())
        .containsExactly(
            List.of("sed", "--sandbox", "-n", "1p", "a.py"),
            List.of("timeout", "5", "grep", "-c", "y", "b/*.py"),
            List.of("grep", "-c", "y", "b/*.py"));
    assertThat(allowed.commands().stream().map(CommandDecision::rule).toList())
        .containsExactly("sed", "time-limit", "grep");
  }

  @Test
  void theDigestTellsAPatternFromTheSameText() {
    assertThat(digest("ls a/*.py")).isNotEqualTo(digest("ls 'a/*.py'")).hasSize(64);
    assertThat(digest("ls a/*.py")).isEqualTo(digest("ls   a/*.py"));
    assertThat(digest("ls > a")).isNotEqualTo(digest("ls > b"));
  }

  @Test
  void theDirectoryOfACallIsWherePathsBegin() {
    CommandRequest request = new CommandRequest.Shell("cat id_rsa.pub config");

    assertThat(POLICY.command(request).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(POLICY.command(request, Optional.of(WorkspacePath.parse(".ssh"))).rule())
        .isEqualTo("credentials");
  }

  @Test
  void howManyCommandsAndHowMuchTextOneCallHasIsBounded() {
    String most =
        IntStream.range(0, CommandRules.MOST_COMMANDS)
            .mapToObj(i -> "echo " + i)
            .collect(Collectors.joining(";"));
    assertThat(shell(most).commands()).hasSize(CommandRules.MOST_COMMANDS);
    assertThat(shell(most + "; echo x").rule()).isEqualTo(CommandRules.TOO_MANY_RULE);
    assertThat(shell("echo" + " word".repeat(CommandRules.MOST_KEPT / 5)).rule())
        .isEqualTo(CommandRules.TOO_MANY_RULE);
    String nested = "timeout 5 ".repeat(9) + "ls";
    assertThat(shell(nested).rule()).isEqualTo(CommandRules.TOO_MANY_RULE);
  }

  /** A command of many words in many directories is refused before its words are looked at. */
  @Test
  void wordsAreCountedForEachDirectory() {
    String moves =
        IntStream.range(0, 4).mapToObj(i -> "cd d" + i + ";").collect(Collectors.joining());

    assertThat(shell(moves + "cat" + " a".repeat(2000)).rule())
        .isEqualTo(CommandRules.TOO_MANY_RULE);
    assertThat(shell(moves + "cat" + " a".repeat(100)).outcome()).isEqualTo(Outcome.ALLOW);
  }

  @Test
  void reasonsAreWellFormedWhereverAWordIsCut() {
    for (String script :
        List.of(
            "$((\ud83d\ude00))",
            "cat --" + "x".repeat(37) + "\ud83d\ude00",
            "find . -" + "x".repeat(38) + "\ud83d\ude00",
            "curl " + "\ud83d\ude00".repeat(200))) {
      Decision decision = shell(script);

      assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
      assertThat(Decision.fromJson(StrictJson.readCanonical(decision.toJson().canonical())))
          .isEqualTo(decision);
    }
  }

  @Test
  void aLongWordIsCutAndItsDigestIsNot() {
    String code = "print('" + "x".repeat(500) + "')";
    CommandDecision one = shell("python3 -c \"" + code + "\"").commands().getFirst();
    CommandDecision other = shell("python3 -c \"" + code + "#\"").commands().getFirst();

    assertThat(one.argv()).isEqualTo(other.argv());
    assertThat(one.argv().get(2)).hasSize(CommandDecision.MOST_WORD).endsWith("…");
    assertThat(one.sha256()).isNotEqualTo(other.sha256());
  }

  private static String digest(String script) {
    return shell(script).commands().getFirst().sha256().hex();
  }

  private static Decision shell(String script) {
    return POLICY.command(new CommandRequest.Shell(script));
  }
}
