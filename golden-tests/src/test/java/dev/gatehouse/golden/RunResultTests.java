package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunDetails;
import dev.gatehouse.client.RunDiff;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.ShownRun;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.VerificationStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What agent and operator are shown of a run: why it ended, what failed, what it changed. */
@ExtendWith(SharedGateway.class)
class RunResultTests {
  private static final String SAY = "echo said before >&2; " + DefectRepository.PYTEST;

  private final Gateway gateway;

  @TempDir Path directory;

  RunResultTests(Gateway gateway) {
    this.gateway = gateway;
  }

  private static void edit(RegisteredRepository site, OpenedRun run) {
    site.agent().inside(run).run(CommandRequest.shell("echo '# new' >> fare.py; echo x > new.txt"));
  }

  @Test
  void openRunShowsItsLeaseItsEndAndItsLimits() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    OpenedRun run = site.open();

    for (GatehouseClient caller : List.of(site.agent(), gateway.operator())) {
      RunDetails details = caller.shownRun(run.runId()).details();
      assertThat(details.lease().orElseThrow().fence()).isEqualTo(run.fence());
      assertThat(Instant.parse(details.lease().orElseThrow().expiresAt())).isAfter(Instant.now());
      Map<String, Long> limits = details.limits().orElseThrow();
      assertThat(limits).containsEntry("leaseSeconds", 900L).containsEntry("commandSeconds", 600L);
      Instant opened = Instant.parse(gateway.operator().run(run.runId()).openedAt());
      assertThat(Instant.parse(details.endsAt().orElseThrow()))
          .isEqualTo(opened.plusSeconds(limits.getOrDefault("runSeconds", 0L)));
      assertThat(details.task().orElseThrow().untrusted().lenientText()).isEqualTo("Mend it.");
      assertThat(details.ended()).isEmpty();
    }

    site.sealed(run);
    assertThat(gateway.operator().shownRun(run.runId()).details().lease()).isEmpty();
  }

  @Test
  void agentLearnsWhyItsRunFailed() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), SAY);
    OpenedRun run = site.open();
    edit(site, run);
    assertThat(site.sealed(run).verdict()).contains("FAILED");

    ShownRun shown = site.agent().shownRun(run.runId());

    assertThat(shown.details().ended().orElseThrow().because()).isEqualTo("SUBMITTED");
    assertThat(shown.run().findings().orElseThrow().first())
        .extracting(finding -> finding.code())
        .contains("STEP_FAILED", "TEST_FAILED");
    RunDetails.FailedStep step = shown.details().failedSteps().orElseThrow().getFirst();
    assertThat(step.id()).isEqualTo("tests");
    assertThat(step.exitCode()).isEqualTo(1);
    assertThat(step.stdout().orElseThrow().untrusted().lenientText())
        .contains("test_counts_the_base_fee", "1 failed");
    assertThat(step.stderr().orElseThrow().untrusted().lenientText()).isEqualTo("said before\n");
    RunDetails.FailedTests tests = shown.details().failedTests().orElseThrow();
    assertThat(tests.total()).isEqualTo(1);
    assertThat(tests.first().getFirst().untrusted().lenientText())
        .contains("test_counts_the_base_fee");
    assertThat(tests.first().getFirst().output().orElseThrow().untrusted().lenientText())
        .contains("assert");
    assertThat(shown.run().folder()).isEmpty();
    assertThat(site.agent().report(run.runId()).path("gates").path("verdict").asString())
        .isEqualTo("FAILED");
    assertThat(site.agent().runs(RunQuery.ALL, 10)).allMatch(each -> each.findings().isEmpty());
  }

  @Test
  void profileMayKeepTheJudgementFromTheAgent() throws Exception {
    String name = RegisteredRepository.fresh("quiet");
    Files.writeString(
        Files.createDirectories(gateway.data().resolve("profiles")).resolve(name + ".yaml"),
        ProfileLoader.shipped("contained")
            .withSteps(name, List.of(VerificationStep.shell("tests", SAY, 60)))
            .toJson()
            .canonicalText()
            .replaceFirst("\\{", "{\"feedback\":{\"findings\":false},"),
        UTF_8);
    RegisteredRepository site =
        RegisteredRepository.under(gateway, DefectRepository.repository(), name);
    OpenedRun run = site.open();
    edit(site, run);
    site.sealed(run);

    ShownRun shown = site.agent().shownRun(run.runId());

    assertThat(shown.run().verdict()).contains("FAILED");
    assertThat(shown.details().ended()).isPresent();
    assertThat(shown.run().findings()).isEmpty();
    assertThat(shown.details().failedSteps()).isEmpty();
    assertThat(shown.details().failedTests()).isEmpty();
    assertThatThrownBy(() -> site.agent().report(run.runId()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("FORBIDDEN");
    assertThat(gateway.operator().shownRun(run.runId()).details().failedSteps()).isPresent();
  }

  @Test
  void runThatNobodySubmittedSaysThatItsLeaseEnded() throws Exception {
    String name = RegisteredRepository.fresh("short");
    Files.writeString(
        Files.createDirectories(gateway.data().resolve("profiles")).resolve(name + ".yaml"),
        ProfileLoader.shipped("contained")
            .withSteps(name, List.of())
            .toJson()
            .canonicalText()
            .replaceFirst("\"leaseSeconds\":[0-9]+", "\"leaseSeconds\":5"),
        UTF_8);
    RegisteredRepository site =
        RegisteredRepository.under(gateway, DefectRepository.repository(), name);
    OpenedRun run = site.open();
    edit(site, run);

    RunView sealed = site.awaitSeal(run.runId());

    assertThat(sealed.verdict()).contains("NONE");
    RunDetails.RunEnd end = site.agent().shownRun(run.runId()).details().ended().orElseThrow();
    assertThat(end.because()).isEqualTo("LEASE_EXPIRED");
    assertThat(site.agent().diff(run.runId(), 1).diff().orElseThrow()).contains("+# new");
  }

  @Test
  void diffIsTheSameWhileTheRunIsOpenAndWhenItIsSealed() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
    OpenedRun run = site.open();
    assertThat(site.agent().diff(run.runId(), 1).diff()).contains("");
    edit(site, run);
    site.agent().inside(run).run(CommandRequest.shell("rm new.txt; echo y > new.txt"));

    RunDiff open = site.agent().diff(run.runId(), 1);
    RunDiff listed = site.agent().diffStat(run.runId(), "");
    site.sealed(run);
    RunDiff sealed = gateway.operator().diff(run.runId(), 1);

    assertThat(open.diff().orElseThrow()).contains("diff fare.py\n", "+# new\n", "diff new.txt\n");
    assertThat(sealed.diff()).isEqualTo(open.diff());
    assertThat(sealed.changeSha256()).isEqualTo(open.changeSha256());
    assertThat(sealed.state()).isEqualTo("SEALED");
    assertThat(listed.stat().orElseThrow())
        .extracting(
            each -> "%s %s %s".formatted(each.kind(), each.path(), each.added().orElse(-1L)))
        .containsExactly("CHANGED fare.py 1", "ADDED new.txt 1");
    assertThat(gateway.operator().diffStat(run.runId(), "fare.py").stat().orElseThrow())
        .extracting(RunDiff.PathStat::path)
        .containsExactly("new.txt");
    assertThatThrownBy(() -> gateway.operator().diff(run.runId(), 2))
        .hasMessageContaining("PARAMETER_INVALID");
  }

  @Test
  void programThatTheImageDoesNotHaveIsNamedAndNotRetried() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "mvn -q test");
    OpenedRun run = site.open();
    edit(site, run);

    RunView sealed = site.sealed(run);

    assertThat(sealed.route()).contains("FAILED");
    assertThat(sealed.findings().orElseThrow().first())
        .filteredOn(finding -> finding.code().equals("PROGRAM_MISSING"))
        .extracting(finding -> finding.message())
        .singleElement()
        .asString()
        .contains("the program mvn was not found");
    Program gate =
        Product.cli(gateway.environment(), "gate", RegisteredRepository.folder(sealed).toString());
    assertThat(gate.output()).contains("PROGRAM_MISSING", "the same, byte for byte");
  }

  @Test
  void commandLineShowsAFailedRunByTheBeginningOfItsId() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), SAY);
    OpenedRun run = site.open();
    edit(site, run);
    site.sealed(run);
    String beginning = run.runId().substring(0, run.runId().length() - 2);

    Program shown = Product.cli(gateway.environment(), "show", beginning);
    assertThat(shown.exitCode()).as(shown.output()).isZero();
    assertThat(shown.output())
        .contains("SUBMITTED", "failed step tests: exit code 1", "said before", "1 failed test")
        .contains("Mend it.", "CHANGED  +1     -0       fare.py");
    assertThat(Product.cli(gateway.environment(), "diff", beginning).output())
        .contains("diff fare.py", "+# new");
    Program table = Product.cli(gateway.environment(), "runs");
    assertThat(table.output().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void mergeTakesTheOriginsHeadWhereItIsNow() {
    Repository origin = DefectRepository.repository();
    RegisteredRepository site = RegisteredRepository.verifiedBy(gateway, origin, "true");
    OpenedRun run = site.open();
    edit(site, run);
    site.sealed(run);
    origin.git("commit", "--allow-empty", "-q", "-m", "main has moved");
    String tip = origin.git("rev-parse", "HEAD").strip();

    Program asked = Product.cli(gateway.environment(), "merge", run.runId());
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.output()).contains("NOT_CONFIRMED", "target  main at " + tip);
    Program merged = Product.cli(gateway.environment(), "merge", run.runId(), "--yes");
    assertThat(merged.exitCode()).as(merged.output()).isZero();
    assertThat(merged.output()).contains("meant for main");
  }

  @Test
  void resultsOfAnotherAgentsRunAreAsUnknownAsNone() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
    OpenedRun run = site.open();
    GatehouseClient stranger = site.withProfile(site.profile()).agent();

    assertThatThrownBy(() -> stranger.diff(run.runId(), 1)).hasMessageContaining("RUN_UNKNOWN");
    assertThatThrownBy(() -> stranger.report(run.runId())).hasMessageContaining("RUN_UNKNOWN");
    assertThatThrownBy(() -> site.agent().report(run.runId()))
        .hasMessageContaining("RUN_NOT_SEALED");
    assertThatThrownBy(() -> gateway.operator().folder(run.runId()))
        .hasMessageContaining("RUN_NOT_SEALED");
    site.sealed(run);
    assertThatThrownBy(() -> stranger.report(run.runId())).hasMessageContaining("RUN_UNKNOWN");
    assertThatThrownBy(() -> site.agent().folder(run.runId())).hasMessageContaining("FORBIDDEN");
  }

  @Test
  void archiveOfASealedFolderIsWholeWhereverItIsExtracted() throws Exception {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
    OpenedRun run = site.open();
    edit(site, run);
    site.sealed(run);

    byte[] archive = gateway.operator().folder(run.runId());
    assertThat(Digest.of(gateway.operator().folder(run.runId()))).isEqualTo(Digest.of(archive));
    Path file = Files.write(directory.resolve("run.tar"), archive);
    Process tar =
        new ProcessBuilder("tar", "-xf", file.toString(), "-C", directory.toString()).start();
    assertThat(tar.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(tar.exitValue()).isZero();

    Path extracted = directory.resolve(run.runId());
    assertThat(FolderCheck.check(extracted, gateway.trust()).findings()).isEmpty();
    Program script = Product.verifyScript(extracted, gateway.trustFile());
    assertThat(script.exitCode()).as(script.output()).isZero();
  }
}
