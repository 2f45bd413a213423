package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandAnswer.StartedCommand;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.operator.ProfileRequest;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands under profile default, in the sandbox: what is decided is what runs. */
@ExtendWith(SharedGateway.class)
class ReadCommandTests {
  private final RegisteredRepository site;

  ReadCommandTests(Gateway gateway) {
    String profile = RegisteredRepository.fresh("profile");
    gateway
        .operator()
        .addProfile(
            new ProfileRequest(
                profile,
                "default",
                List.of(
                    new ProfileRequest.Step(
                        "tests", DefectRepository.PYTEST, OptionalInt.empty()))));
    this.site = RegisteredRepository.under(gateway, DefectRepository.repository(), profile);
  }

  @Test
  void eachCommandOfAStringIsListedAndTheGateReadsThemAgain() {
    var run = site.open();
    RunClient worker = site.agent().inside(run);
    CommandAnswer answer =
        worker.run(
            CommandRequest.shell(
                "cd . && sed -i 's/return 2/return 3 + 2/' fare.py | cat; git diff --stat"));

    assertThat(answer.exitCode()).hasValue(0);
    assertThat(answer.decision().mode()).contains("shell");
    assertThat(answer.decision().commands().orElseThrow())
        .extracting(StartedCommand::rule)
        .containsExactly("directory", "sed", "print-files", "git-diff");
    assertThat(answer.decision().commands().orElseThrow().get(1).argv())
        .startsWith("sed", "--sandbox", "-i");
    site.awaitConfirmation(run.runId());
    assertThat(site.sealed(run).verdict()).contains("PASSED");
  }

  /**
   * The image's own programs come first on the PATH of such a command, also below an interpreter.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sed -n '1e id' fare.py",
        "sed -n '1w out' fare.py",
        "python3 -c \"import subprocess; subprocess.run(['sed', '-n', '1e id', 'fare.py'], check=True)\"",
        "bash -c \"sed '1r /etc/passwd' fare.py\"",
      })
  void sedRunsNothingAndOpensNoOtherFile(String script) {
    CommandAnswer answer = site.agent().inside(site.open()).run(CommandRequest.shell(script));

    assertThat(answer.exitCode().orElseThrow()).isNotZero();
    assertThat(answer.stderr().untrusted().lenientText()).contains("disabled in sandbox mode");
    assertThat(answer.changes()).noneMatch(change -> change.path().equals("out"));
  }

  @Test
  void gitStartsNoHookAndNoProgramOfSettingsOutsideOfItsRepository() {
    RunClient worker = site.agent().inside(site.open());
    String plant =
        "import os, pathlib; h = pathlib.Path('.git/hooks/post-checkout');"
            + " h.parent.mkdir(exist_ok=True); h.write_text('#!/bin/sh\\ntouch /tmp/ran\\n');"
            + " h.chmod(0o755);"
            + " pathlib.Path('/tmp/.gitconfig').write_text('[diff]\\nexternal=touch /tmp/ran #\\n')";
    CommandAnswer planted = worker.run(CommandRequest.argv("python3", "-c", plant));
    assertThat(planted.exitCode()).hasValue(0);
    CommandAnswer answer =
        worker.run(
            CommandRequest.shell("echo '# x' >> fare.py; git diff; git checkout fare.py; ls /tmp"));

    assertThat(answer.exitCode()).hasValue(0);
    assertThat(answer.stdout().untrusted().lenientText()).contains("+# x").doesNotContain("ran");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls; curl http://x",
        "cat /etc/passwd",
        "eval ls",
        "/bin/sed -n 1p fare.py",
        "sh -c ls",
      })
  void aStringWithOneSuchCommandStartsNoContainer(String script) {
    RunClient worker = site.agent().inside(site.open());
    try {
      CommandAnswer answer = worker.run(CommandRequest.shell(script));
      throw new AssertionError("it ran: " + answer);
    } catch (ProblemException e) {
      assertThat(e.code()).isEqualTo("POLICY_DENIED");
      assertThat(e.getMessage()).contains("line 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl http://x", "cat /etc/passwd"})
  void programThatNoRuleNamesIsRefused(String argv) {
    RunClient worker = site.agent().inside(site.open());
    try {
      CommandAnswer answer = worker.run(CommandRequest.argv(argv.split(" ")));
      throw new AssertionError("it ran: " + answer);
    } catch (ProblemException e) {
      assertThat(e.code()).isEqualTo("POLICY_DENIED");
    }
  }
}
