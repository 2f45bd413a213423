package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.CommandRequest.Argv;
import dev.gatehouse.policy.profile.CommandRequest.Shell;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands under the shipped profile; a row's words are divided by blanks. */
class CommandDecisionTests {
  private static final Policy POLICY = new Policy(ProfileLoader.shipped("default"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "ls -la src",
        "ls ./src/ tests",
        "ls /workspace/src",
        "ls /tmp",
        "cat README.md",
        "cat -- -weird",
        "cat a b c",
        "head -n 5 x.py",
        "head -n5 x.py",
        "head -50 x.py",
        "tail -c +10 x",
        "wc -l x",
        "sort -u -k 2 names",
        "grep -rn def src",
        "grep -rnE -A 3 def|class src tests",
        "grep -e -exec x",
        "grep --include=*.py -r TODO .",
        "grep $(rm) x",
        "rg -n -C2 def src",
        "rg --files -g *.py",
        "find . -name *.py -type f",
        "find src -maxdepth 2 -not -name -delete",
        "find . -name -exec",
        "sed -n 1,20p x.py",
        "sed --sandbox -i s/a/b/ x.py",
        "sed --sandbox s/w/e/ x",
        "diff -u a b",
        "git status --short",
        "git diff HEAD -- src/x.py",
        "git log --oneline -5",
        "git show HEAD:src/x.py",
        "git ls-files",
        "python3 -m pytest -q tests/test_x.py",
        "python -c print(1)",
        "pytest -x --lf",
        "make test",
        "bash -c ls",
        "bin/test sympy/core",
        "./manage.py test",
        "mkdir -p a/b",
        "cp -r src /tmp/copy",
        "mv a b",
        "rm -rf build",
        "rm -f .git/index.lock",
        "touch conftest.py",
        "echo hello ; rm -rf /",
        "env FOO=1 python3 x.py",
        "/usr/bin/python3 x.py",
        "find . -name x -exec rm {} +",
        "sed -i s/a/b/ x",
        "sed s/a/b/e x",
        "sed -n 1w_x x",
        "sed -n 1,2e x",
        "sed -n 1p;w_x x",
        "sed -ni 1p x",
        "sed --sandbox -f script x",
        "sed --sandbox --file=script x",
        "true",
        "pwd",
        "cat .env.example",
      })
  void allowsOrdinaryCalls(String words) {
    Decision decision = argv(words);

    assertThat(decision.outcome()).as(decision.reason()).isEqualTo(Outcome.ALLOW);
    assertThat(decision.mode()).contains(Policy.MODE_ARGV);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "perl -e 1",
        "curl example.org",
        "docker ps",
        "sudo ls",
        "/bin/cat x",
        "../evil.sh",
        "a/../../evil.sh",
        "cat /etc/passwd",
        "cat ../x",
        "cat src/../../x",
        "cat //etc/passwd",
        "cat /workspace/../etc/passwd",
        "cat /tmp/../etc/passwd",
        "cat .env",
        "cat .ENV",
        "cat ./.ssh/id_rsa",
        "cat /workspace/.env.production",
        "head -n 5 -- .env",
        "grep -r x .ssh",
        "grep -f .env x",
        "grep --file=/etc/passwd x",
        "grep --exclude-from=x y z",
        "rg --pre sh x",
        "rg --pre=sh x",
        "rg -z x",
        "rg -nz x",
        "find . -exec sh ;",
        "find . -execdir sh ;",
        "find . -ok sh ;",
        "find . -okdir sh ;",
        "find . -delete",
        "find . -fprint x",
        "find . -fprint0 x",
        "find . -fprintf x y",
        "find . -fls x",
        "find -files0-from x",
        "find / -name x",
        "find . -exec sh -c x ;",
        "find . -exec curl {} ;",
        "env PYTHONHOME=/tmp python3 x.py",
        "env GIT_EXTERNAL_DIFF=sh git diff",
        "env -i sh",
        "env FOO=1 ls",
        "timeout 5 curl x",
        "timeout ls",
        "nice perl -e 1",
        "xargs grep x",
        "xargs rm",
        "bash -c curl",
        "bash -lc ls",
        "/bin/sed -n 1p x",
        "/usr/bin/git status",
        "sed -n 1p /etc/passwd",
        "sort -o out x",
        "sort -oout x",
        "sort --compress-program=sh x",
        "git push",
        "git -c core.fsmonitor=sh status",
        "git --exec-path=. status",
        "git diff --ext-diff",
        "git diff --output=x",
        "git diff --no-index /dev/null /etc/hostname",
        "git log --output=x",
        "git commit -F /etc/hostname",
        "git add --pathspec-from-file=/etc/hostname",
        "git config core.hooksPath x",
        "git",
        "rm -rf /",
        "rm -rf ..",
        "cp /etc/passwd x",
        "cp --target-directory=/etc x",
        "mv x /etc/x",
        "tail -f x",
        "tail --pid=1 x",
        "patch -o /etc/x y",
        "ls --colour=always",
      })
  void deniesWhatNoRuleKnowsAndNamesTheNextStep(String words) {
    Decision decision = argv(words);

    assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.DENY);
    assertThat(decision.next()).isPresent();
    assertThat(decision.mode()).contains(Policy.MODE_ARGV);
  }

  @Test
  void aDenialNamesTheRuleThatCameNearest() {
    assertThat(argv("find . -delete").reason()).contains("find").contains("-delete");
    assertThat(argv("cat .env").rule()).isEqualTo("secrets");
  }

  @Test
  void aProfileMayContainAnyCommand() {
    Policy contained = new Policy(ProfileLoader.shipped("contained"));

    for (CommandRequest request :
        List.of(new Shell("rm -rf / ; eval x"), new Argv(List.of("perl", "-e", "1")))) {
      Decision decision = contained.command(request);
      assertThat(decision.outcome()).isEqualTo(Outcome.ALLOW);
      assertThat(decision.mode()).contains(Policy.MODE_CONTAINED);
      assertThat(decision.commands()).isEmpty();
    }
  }

  @Test
  void aProfileMayForbidShellStrings() {
    Policy policy = with(CommandPolicy.Mode.ALLOWLIST, CommandPolicy.ShellMode.FORBIDDEN);
    Decision decision = policy.command(new Shell("ls"));

    assertThat(decision.outcome()).isEqualTo(Outcome.DENY);
    assertThat(decision.next()).isPresent();
    assertThat(policy.command(new Argv(List.of("ls"))).outcome()).isEqualTo(Outcome.ALLOW);
  }

  /** Runs whose policy does not say a mode are decided as they were when they ran. */
  @Test
  void aProfileWithoutAModeReadsNoStringAndNoDirectory() {
    Policy policy = with(CommandPolicy.Mode.UNSTATED, CommandPolicy.ShellMode.CONTAINED);
    Decision string = policy.command(new Shell("eval x"));

    assertThat(string.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(string.mode()).contains(Policy.MODE_CONTAINED);
    Decision argv = policy.command(new Argv(List.of("ls", "src")));
    assertThat(argv.rule()).isEqualTo("list-files");
    assertThat(argv.reason()).isEqualTo("It lists names.");
    assertThat(argv.commands()).isEmpty();
    for (List<String> started :
        List.of(List.of("bash", "-c", "curl x"), List.of("env", "curl", "x"))) {
      assertThat(policy.command(new Argv(started)).outcome()).isEqualTo(Outcome.DENY);
    }
    assertThat(policy.command(new Argv(List.of("perl"))).next())
        .contains("Send it as a shell string, which the sandbox contains.");
  }

  private static Policy with(CommandPolicy.Mode mode, CommandPolicy.ShellMode shell) {
    Profile shipped = ProfileLoader.shipped("default");
    return new Policy(
        new Profile(
            "own",
            shipped.description(),
            shipped.syscalls(),
            shipped.paths(),
            new CommandPolicy(mode, shell, shipped.commands().programs()),
            shipped.limits(),
            shipped.verification(),
            shipped.gates()));
  }

  @Test
  void aSyscallThatTheProfileDoesNotOpenIsClosed() {
    assertThat(POLICY.syscall("file.read").outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(POLICY.syscall("net.fetch").outcome()).isEqualTo(Outcome.DENY);
    assertThat(POLICY.syscall("FILE.READ").outcome()).isEqualTo(Outcome.DENY);
  }

  private static Decision argv(String words) {
    return POLICY.command(new Argv(List.of(words.split(" "))));
  }
}
