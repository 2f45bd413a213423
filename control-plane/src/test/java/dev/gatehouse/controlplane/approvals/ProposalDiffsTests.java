package dev.gatehouse.controlplane.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.controlplane.approvals.ProposalDiff.Shown;
import dev.gatehouse.controlplane.work.WorkException;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.WorkspacePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProposalDiffsTests {
  private static final byte[] CONTENT = "all:\n".getBytes(UTF_8);

  private final WorkPool pool = new WorkPool(2, 4);
  private final ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger read = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    operators.shutdownNow();
    pool.close();
  }

  private static Approval approval(String id, FileVersion after) {
    return new Approval(
        id,
        "r-1",
        "c-1",
        new Change(WorkspacePath.parse("Makefile"), Optional.empty(), Optional.of(after)),
        Digest.of(CONTENT),
        "paths.build",
        "OPERATOR",
        "nonce",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Approval approval(String id) {
    return approval(id, FileVersion.of(FileMode.REGULAR, CONTENT));
  }

  private byte[] counted(Approval approval, FileVersion version) {
    read.incrementAndGet();
    return CONTENT;
  }

  private byte[] held(Approval approval, FileVersion version) {
    read.incrementAndGet();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return CONTENT;
  }

  @Test
  void operatorsWhoAskAtTheSameTimeShareOneComputation() throws Exception {
    ProposalDiffs diffs = new ProposalDiffs(this::held, pool, 1_000_000);
    List<Future<Shown>> asked =
        IntStream.range(0, 100)
            .mapToObj(i -> operators.submit(() -> diffs.part(approval("a"), 1)))
            .toList();
    while (read.get() == 0) {
      Thread.onSpinWait();
    }
    release.countDown();
    for (Future<Shown> each : asked) {
      assertThat(each.get().text()).contains("+all:");
    }
    assertThat(read).hasValue(1);
  }

  @Test
  void diffIsKeptByItsProposalWithinABound() {
    ProposalDiffs diffs = new ProposalDiffs(this::counted, pool, 500);
    diffs.part(approval("a"), 1);
    diffs.part(approval("a"), 1);
    assertThat(read).hasValue(1);
    IntStream.range(0, 9).forEach(i -> diffs.part(approval("b" + i), 1));
    assertThat(read).hasValue(10);
    diffs.part(approval("a"), 1);
    assertThat(read).hasValue(11);
  }

  @Test
  void moreProposalsAtOnceThanThePoolTakesAreRefusedAndTheOthersAnswered() throws Exception {
    ProposalDiffs diffs = new ProposalDiffs(this::held, pool, 1_000_000);
    List<Future<Shown>> asked =
        IntStream.range(0, 50)
            .mapToObj(i -> operators.submit(() -> diffs.part(approval("a" + i), 1)))
            .toList();
    // Two are computed and four wait; nobody else does.
    while (asked.stream().filter(Future::isDone).count() < 44) {
      Thread.onSpinWait();
    }
    assertThat(asked.stream().filter(Future::isDone).map(Future::exceptionNow))
        .allSatisfy(e -> assertThat(e).isInstanceOf(WorkException.class));
    release.countDown();
    int answered = 0;
    for (Future<Shown> each : asked) {
      answered += each.state() == Future.State.FAILED ? 0 : each.get().parts();
    }
    assertThat(answered).isEqualTo(6);
  }

  @Test
  void failureIsNotKept() {
    AtomicInteger failing = new AtomicInteger(1);
    ProposalDiffs diffs =
        new ProposalDiffs(
            (approval, version) -> {
              if (failing.getAndDecrement() > 0) {
                throw new IllegalStateException("the blob is away");
              }
              return CONTENT;
            },
            pool,
            1_000_000);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> diffs.part(approval("a"), 1));
    assertThat(diffs.part(approval("a"), 1).text()).contains("+all:");
  }

  @Test
  void closedPoolRefuses() {
    pool.close();
    assertThatExceptionOfType(WorkException.class)
        .isThrownBy(() -> new ProposalDiffs(this::counted, pool, 10).part(approval("a"), 1));
  }
}
