package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A worker and an operator who bring one run from its opening to its merge, and repeat each call
 * under its key until it is answered. A gateway that ended meanwhile is started again, without
 * faults. It remembers every answer.
 */
final class FaultedRun {
  /** What the gateway may answer to a call that met a fault, or to one that comes after it. */
  private static final Set<String> PASSING =
      Set.of(
          "RUN_BUSY",
          "EVIDENCE_BROKEN",
          "RUN_OPENING",
          "STORAGE_FULL",
          "STORAGE_FAILED",
          "GATEWAY_LOG_BROKEN");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String MAKEFILE = "test:\n\t" + DefectRepository.PYTEST + "\n\nmore:\n";

  private final RegisteredRepository site;
  private final Faults faults;
  private final Set<String> refusals = new TreeSet<>();
  private final Map<String, String> kept = new TreeMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final String branch = RegisteredRepository.fresh("gatehouse/branch");
  private String runId = "";
  private int ends;

  private record Call(String key, Function<RunClient, Object> act, Object answer) {}

  FaultedRun(RegisteredRepository site, Faults faults) {
    this.site = site;
    this.faults = faults;
  }

  /** The codes by which calls were refused before they were answered, and ends of the gateway. */
  @Override
  public String toString() {
    return "refused %s, ended %d times".formatted(refusals, ends);
  }

  /** Opens a run and changes files in each way. */
  OpenedRun begin() {
    OpenedRun run = insist(() -> site.agent().openRun(site.request()), FaultedRun::isClear);
    write(run, DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    write(run, "docs/large.txt", "absent", "large\n".repeat(2000));
    command(run);
    return run;
  }

  /** Goes on to the merge. */
  void end(OpenedRun run) {
    approved(run);
    repeat(run);
    var _ = insist(() -> site.agent().inside(run).submit());
    RunView sealed = sealed(run.runId());
    runId = run.runId();
    assertThat(sealed.verdict()).as(site.gateway().log()).contains("PASSED");
    requireKept(sealed);
    merge(sealed);
  }

  /** Holds a change that no operator decides. */
  void hold(OpenedRun run) {
    FileChanged held =
        (FileChanged) answered(run, client -> client.write("tools/Makefile", "absent", MAKEFILE));
    assertThat(held.disposition()).isEqualTo("HELD");
  }

  /** An operator cancels it, in place of its submit. */
  void cancel(OpenedRun run) {
    String key = RegisteredRepository.fresh("key");
    Gateway gateway = site.gateway();
    Supplier<RunView> cancel =
        () ->
            new GatehouseClient(gateway.address(), gateway.operatorToken(), () -> key)
                .cancel(run.runId(), "the task is gone");
    var _ = insist(cancel);
    RunView sealed = sealed(run.runId());
    assertThat(sealed.status()).contains("CANCELLED");
    assertThat(sealed.route()).contains("FAILED");
    requireKept(sealed);
    RunEvidence evidence = RunEvidence.read(RegisteredRepository.folder(sealed));
    assertThat(evidence.events()).filteredOn(Event.RunEnded.class::isInstance).hasSize(1);
    assertThat(((Event.RunEnded) evidence.events().getLast()).cancelled())
        .hasValueSatisfying(said -> assertThat(said.key()).isEqualTo(key));
    assertThat(insist(cancel).sealSha256()).isEqualTo(sealed.sealSha256());
  }

  /** The run as soon as it is sealed. */
  RunView sealed(String runId) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      RunView run = insist(() -> site.gateway().operator().run(runId));
      if (run.sealed()) {
        return run;
      }
      requireTime(deadline, new IllegalStateException("the run stays " + run));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns when the gateway has opened the run again. */
  void awaitOpened(OpenedRun run) {
    var _ = insist(() -> inside(run, "any").read(DefectRepository.FILE));
  }

  /** A run whose opening nobody was answered: another worker takes it and hands it in. */
  void handInUnanswered(RunView run) {
    if (run.state().equals("OPEN")) {
      var _ =
          insist(
              () -> site.agent().inside(run.runId(), site.agent().takeLease(run.runId())).submit());
    }
  }

  /** The gateway log has one merge of each run that was merged. */
  void requireMergedOnce() throws IOException {
    List<String> merged =
        Files.readAllLines(site.gateway().data().resolve("gateway.jsonl")).stream()
            .filter(line -> line.contains("\"kind\":\"merged\""))
            .map(line -> line.replaceAll(".*\"runId\":\"([^\"]+)\".*", "$1"))
            .toList();
    assertThat(merged).doesNotHaveDuplicates();
    if (!runId.isEmpty()) {
      assertThat(merged).contains(runId);
    }
  }

  /** A refused opening or merge has no effect, so it is asked for again whatever is named. */
  private static boolean isClear(String code) {
    return !code.equals("INTERNAL");
  }

  private <T> T insist(Supplier<T> call) {
    return insist(call, PASSING::contains);
  }

  /** Calls until there is an answer. */
  private <T> T insist(Supplier<T> call, Predicate<String> passes) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (UnreachableException e) {
        startAgain();
        requireTime(deadline, e);
      } catch (ProblemException e) {
        refusals.add(e.code());
        if (!passes.test(e.code())) {
          throw new AssertionError(site.gateway().log(), e);
        }
        requireTime(deadline, e);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void startAgain() {
    if (!site.gateway().isAlive()) {
      faults.stop();
      ends++;
      site.gateway().restartAtOnce();
    }
  }

  private void write(OpenedRun run, String path, String replaces, String text) {
    FileChanged answer = (FileChanged) answered(run, client -> client.write(path, replaces, text));
    assertThat(answer.disposition()).isEqualTo("COMMITTED");
    kept.put(path, Digest.of(text.getBytes(UTF_8)).hex());
  }

  private void command(OpenedRun run) {
    CommandRequest command =
        CommandRequest.shell("mkdir -p made && echo made > made/by-command.txt && rm round.txt");
    CommandAnswer answer = (CommandAnswer) answered(run, client -> client.run(command));
    assertThat(answer.exitCode()).hasValue(0);
    kept.put("made/by-command.txt", Digest.of("made\n".getBytes(UTF_8)).hex());
  }

  private void approved(OpenedRun run) {
    FileChanged held =
        (FileChanged) answered(run, client -> client.write("tools/Makefile", "absent", MAKEFILE));
    String approvalId = held.approvalId().orElseThrow();
    ApprovalView approval = insist(() -> site.gateway().operator().approval(approvalId));
    ApprovalDecision decision =
        new ApprovalDecision("APPROVE", approval.proposalSha256(), Optional.empty());
    insist(() -> {
      if (site.gateway().operator().approval(approvalId).state().equals("WAITING")) {
        var _ = site.gateway().operator().decide(approvalId, decision);
      }
      return true;
    });
    assertThat(insist(() -> site.gateway().operator().approval(approvalId)).state())
        .isEqualTo("COMMITTED");
    kept.put("tools/Makefile", Digest.of(MAKEFILE.getBytes(UTF_8)).hex());
  }

  /** Every call that was answered gets the same answer again. */
  private void repeat(OpenedRun run) {
    for (Call call : calls) {
      assertThat(insist(() -> call.act().apply(inside(run, call.key())))).isEqualTo(call.answer());
    }
  }

  /** Every acknowledged file is in the sealed result. */
  private void requireKept(RunView sealed) {
    Tree tree = RunEvidence.read(RegisteredRepository.folder(sealed)).tree().orElseThrow();
    kept.forEach((path, sha256) ->
        assertThat(tree.file(TreePath.of(path)).orElseThrow().sha256().hex()).isEqualTo(sha256));
    assertThat(tree.file(TreePath.of("round.txt"))).isEmpty();
  }

  /** Merges it; the origin has exactly one branch more. */
  private void merge(RunView sealed) {
    Set<String> before = branches();
    MergeRequest request =
        new MergeRequest(
            sealed.sealSha256().orElseThrow(), branch, "main", site.origin().id("main"));
    insist(
        () -> {
          Optional<String> merged = site.gateway().operator().run(sealed.runId()).mergedBranch();
          return merged.orElseGet(
              () -> site.gateway().operator().merge(sealed.runId(), request).branch());
        },
        FaultedRun::isClear);
    Set<String> expected = new TreeSet<>(before);
    expected.add(branch);
    assertThat(branches()).isEqualTo(expected);
    assertThat(site.origin().id(branch + "^{tree}")).isEqualTo(sealed.resultTree().orElseThrow());
  }

  private Set<String> branches() {
    return new TreeSet<>(
        site.origin()
            .git("for-each-ref", "--format=%(refname:short)", "refs/heads/gatehouse")
            .lines()
            .toList());
  }

  private Object answered(OpenedRun run, Function<RunClient, Object> act) {
    String key = RegisteredRepository.fresh("key");
    Object answer = insist(() -> act.apply(inside(run, key)));
    calls.add(new Call(key, act, answer));
    return answer;
  }

  private RunClient inside(OpenedRun run, String key) {
    return new GatehouseClient(site.gateway().address(), site.agentToken(), () -> key).inside(run);
  }

  private static void requireTime(long deadline, RuntimeException last) {
    if (System.nanoTime() > deadline) {
      throw new AssertionError("no answer for " + PATIENCE, last);
    }
  }
}
