package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunDetails;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that an operator or their agent cancels, with real containers. */
@ExtendWith(SharedGateway.class)
class CancelTests {
  /** A command of the shipped profile may run for ten minutes. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Gateway gateway;
  private final RegisteredRepository site;

  CancelTests(Gateway gateway) {
    this.gateway = gateway;
    this.site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  }

  @Test
  void aCommandIsStoppedAndTheFolderSaysWhoAndWhy() throws Exception {
    OpenedRun run = site.open();
    site.agent().inside(run).write("kept.txt", "absent", "kept\n");
    CompletableFuture<CommandAnswer> call =
        CompletableFuture.supplyAsync(() ->
            site.agent().inside(run).run(CommandRequest.shell("echo x > lost.txt; sleep 500")));
    awaitIntent(run, "exec.run");

    long began = System.nanoTime();
    RunView cancelled = gateway.operator().cancel(run.runId(), "it fills\u001b[2J the disk");
    CommandAnswer answer = call.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);

    assertThat(cancelled.state()).isIn("SEALING", "SEALED");
    assertThat(answer.ending()).isEqualTo("CANCELLED");
    assertThat(answer.changes()).allMatch(change -> change.disposition().equals("DROPPED"));
    RunView sealed = site.awaitSeal(run.runId());
    assertThat(sealed.verdict()).contains("NONE");
    assertThat(sealed.route()).contains("FAILED");
    assertThat(sealed.status()).contains("CANCELLED");
    Whole.of(gateway).requireFolder(sealed);
    assertThat(end(sealed).cancelled().map(Cancellation::reason))
        .contains("it fills\u001b[2J the disk");
    assertThat(end(sealed).cancelled().map(Cancellation::role)).contains(Role.OPERATOR);
    assertThat(gateway.data().resolve("workspaces").resolve(run.runId())).doesNotExist();
    requireShown(sealed);
    requireFailsTheGates(sealed);
  }

  private void requireShown(RunView sealed) {
    Program show = Product.cli(gateway.environment(), "show", sealed.runId());
    assertThat(show.output())
        .contains("CANCELLED: An operator cancelled the run", "cancelled by  operator operator:")
        .contains("it fills\\x1b[2J the disk")
        .contains("kept.txt")
        .doesNotContain("\u001b", "lost.txt");
    Program diff = Product.cli(gateway.environment(), "diff", sealed.runId());
    assertThat(diff.output()).contains("+kept").doesNotContain("lost.txt");
    assertThat(Product.cli(gateway.environment(), "runs").output()).contains("CANCELLED");
    RunDetails.Canceller canceller =
        site.agent()
            .shownRun(sealed.runId())
            .details()
            .ended()
            .flatMap(RunDetails.RunEnd::cancelled)
            .orElseThrow();
    assertThat(canceller.role()).isEqualTo("OPERATOR");
  }

  private void requireFailsTheGates(RunView sealed) {
    Program gates =
        Product.cli(gateway.environment(), "gate", RegisteredRepository.folder(sealed).toString());
    assertThat(gates.exitCode()).as(gates.output()).isEqualTo(1);
    assertThat(gates.output()).contains("RUN_CANCELLED");
  }

  @Test
  void whatWaitsForAnOperatorEndsWithTheRun() {
    OpenedRun run = site.open();
    site.agent().inside(run).write("tools/Makefile", "absent", "all:\n");
    site.agent().inside(run).submit();
    ApprovalView held =
        gateway.operator().approvals("WAITING").stream()
            .filter(each -> each.runId().equals(run.runId()))
            .findFirst()
            .orElseThrow();

    gateway.operator().cancel(run.runId(), "nobody looks at it");

    ApprovalDecision approve =
        new ApprovalDecision("APPROVE", held.proposalSha256(), Optional.empty());
    assertThat(
            catchThrowableOfType(
                    ProblemException.class,
                    () -> gateway.operator().decide(held.approvalId(), approve))
                .code())
        .isIn("APPROVAL_SETTLED", "APPROVAL_UNKNOWN");
    RunView sealed = site.awaitSeal(run.runId());
    assertThat(sealed.waitingApprovals()).isZero();
    assertThat(RunEvidence.read(RegisteredRepository.folder(sealed)).tree().orElseThrow())
        .satisfies(tree ->
            assertThat(tree.files().keySet())
                .noneMatch(path -> path.display().equals("tools/Makefile")));
    Whole.of(gateway).requireFolder(sealed);
    assertThat(gateway.operator().reconcile(false).findings())
        .noneMatch(finding -> finding.runId().filter(run.runId()::equals).isPresent());
  }

  @Test
  void anAgentCancelsItsOwnRunAndNoOther() {
    OpenedRun run = site.open();
    RegisteredRepository stranger = site.withProfile(site.profile());
    Map<String, String> foreign = headers(stranger.agentToken(), "c-1");
    Caller caller = new Caller(site, run);
    Caller.isProblem(cancel(run.runId(), foreign, "mine"), "404 RUN_UNKNOWN");
    Caller.isProblem(cancel("r-nothing", foreign, "mine"), "404 RUN_UNKNOWN");
    Caller.isProblem(caller.call("cancel", caller.headers(), body("mine")), "403 FORBIDDEN");
    Caller other = new Caller(site, site.open());
    Caller.isProblem(cancel(run.runId(), other.headers(), "mine"), "401 UNAUTHENTICATED");
    assertThat(gateway.operator().run(run.runId()).state()).isEqualTo("OPEN");

    site.agent().cancel(run.runId(), "another way is better");

    Cancellation said = end(site.awaitSeal(run.runId())).cancelled().orElseThrow();
    assertThat(said.role()).isEqualTo(Role.AGENT);
    assertThat(said.by()).isEqualTo(gateway.operator().run(run.runId()).agent());
    assertThat(site.sealed(other.run()).verdict()).contains("FAILED");
  }

  @Test
  void theSameCallHasItsAnswerAlsoWhenTheRunIsSealed() {
    OpenedRun run = site.open();
    Map<String, String> first = headers(gateway.operatorToken(), "c-1");
    assertThat(cancel(run.runId(), first, "gone").told()).startsWith("202");
    RunView sealed = site.awaitSeal(run.runId());

    assertThat(cancel(run.runId(), first, "gone").told()).startsWith("202");
    Caller.isProblem(cancel(run.runId(), first, "other"), "409 KEY_REUSED");
    Caller.isProblem(
        cancel(run.runId(), headers(gateway.operatorToken(), "c-2"), "gone"),
        "409 RUN_NOT_CANCELLABLE");
    Caller.isProblem(
        cancel(run.runId(), headers(site.agentToken(), "c-1"), "gone"), "409 RUN_NOT_CANCELLABLE");
    assertThat(gateway.operator().run(run.runId())).isEqualTo(sealed);
  }

  @Test
  void aRunThatWasSubmittedAndSealedIsNotCancelled() {
    OpenedRun run = site.open();
    RunView sealed = site.sealed(run);
    Caller.isProblem(
        cancel(run.runId(), headers(gateway.operatorToken(), "c-1"), "late"),
        "409 RUN_NOT_CANCELLABLE");
    assertThat(gateway.operator().run(run.runId())).isEqualTo(sealed);
  }

  @Test
  void ofTwoCancellationsAtOnceOneIsTheEnd() throws Exception {
    OpenedRun run = site.open();
    List<CompletableFuture<String>> calls =
        List.of("a", "b", "c", "d").stream()
            .map(key ->
                CompletableFuture.supplyAsync(
                    () -> cancel(run.runId(), headers(gateway.operatorToken(), key), key).told()))
            .toList();
    List<String> told = calls.stream().map(CompletableFuture::join).toList();
    assertThat(told).filteredOn(each -> each.startsWith("202")).hasSize(1);
    assertThat(told).filteredOn(each -> each.startsWith("409 RUN_NOT_CANCELLABLE")).hasSize(3);
    assertThat(end(site.awaitSeal(run.runId())).cancelled().map(Cancellation::key))
        .contains(List.of("a", "b", "c", "d").get(index(told)));
  }

  private static int index(List<String> told) {
    return told.indexOf(told.stream().filter(each -> each.startsWith("202")).findFirst().get());
  }

  @Test
  void aReasonIsATextWithinBounds() {
    OpenedRun run = site.open();
    Map<String, String> operator = headers(gateway.operatorToken(), "c-1");
    for (String reason : List.of("", "x".repeat(4097), "x".repeat(1 << 20), "a\u0000b")) {
      Caller.isProblem(cancel(run.runId(), operator, reason), "400 BODY_INVALID");
    }
    for (String body : List.of("{}", "{\"reason\":1}", "{\"reason\":\"x\",\"force\":true}")) {
      Caller.isProblem(post(run.runId(), operator, body.getBytes(UTF_8)), "400 BODY_INVALID");
    }
    Caller.isProblem(cancel(run.runId(), operator, "x".repeat(11 << 20)), "413 BODY_TOO_LARGE");
    operator.remove("Idempotency-Key");
    Caller.isProblem(cancel(run.runId(), operator, "why"), "400 KEY_MISSING");
    assertThat(gateway.operator().run(run.runId()).state()).isEqualTo("OPEN");

    String reason = "\u001b]0;x\u0007\u202e\n\t" + "\u0001".repeat(4000);
    assertThat(cancel(run.runId(), headers(site.agentToken(), "c-2"), reason).told())
        .startsWith("202");
    RunView sealed = site.awaitSeal(run.runId());
    assertThat(end(sealed).cancelled().map(Cancellation::reason)).contains(reason);
    Whole.of(gateway).requireFolder(sealed);
    assertThat(Product.cli(gateway.environment(), "show", run.runId()).output())
        .contains("cancelled by  agent")
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u0001");
  }

  private RawHttp.Answer cancel(String runId, Map<String, String> headers, String reason) {
    return post(runId, headers, body(reason));
  }

  private RawHttp.Answer post(String runId, Map<String, String> headers, byte[] body) {
    return new RawHttp(gateway.address()).post("/v1/runs/" + runId + "/cancel", headers, body);
  }

  private static byte[] body(String reason) {
    return Json.object().put("reason", reason).build().canonical();
  }

  private static Map<String, String> headers(String token, String key) {
    return new TreeMap<>(
        Map.of(
            "Authorization",
            "Bearer " + token,
            "Idempotency-Key",
            key,
            "Content-Type",
            "application/json"));
  }

  private static Event.RunEnded end(RunView sealed) {
    Path folder = RegisteredRepository.folder(sealed);
    return (Event.RunEnded) RunEvidence.read(folder).events().getLast();
  }

  /** Returns when a call of that name is about to be done. */
  private void awaitIntent(OpenedRun run, String op) {
    GatehouseClient operator = gateway.operator();
    long after = -1;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (System.nanoTime() < deadline) {
      var page = operator.events(run.runId(), after, 10_000);
      if (page.events().stream()
          .anyMatch(event ->
              event.path("kind").asString("").equals("call.intent")
                  && event.path("op").asString("").equals(op))) {
        return;
      }
      after = page.last();
    }
    throw new AssertionError(op + " does not begin\n" + gateway.log());
  }
}
