package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Agents who keep as many calls waiting as they can, beside an agent and an operator who work. */
class FairCallsTests {
  private static final int HOSTILE = 7;
  private static final int POLLS = 31;
  private static final int ROUNDS = 10;
  private static final long POLL_MILLIS = 4000;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(60);
  private static final String TOLD_TO_WAIT = "429 TOO_MANY_CALLS";

  @Test
  void pollsOfManyAgentsHoldUpNeitherAnotherAgentNorAnOperator() {
    try (Gateway gateway = Gateway.start()) {
      RegisteredRepository honest =
          RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
      List<RegisteredRepository> hostile =
          IntStream.range(0, HOSTILE).mapToObj(i -> honest.withProfile(honest.profile())).toList();
      List<OpenedRun> polled = hostile.stream().map(RegisteredRepository::open).toList();
      List<OpenedRun> opened = new ArrayList<>();
      opened.add(honest.open());
      Map<String, Integer> told = new ConcurrentHashMap<>();
      AtomicBoolean over = new AtomicBoolean();
      try (ExecutorService pollers = Executors.newFixedThreadPool(HOSTILE * POLLS)) {
        for (int i = 0; i < HOSTILE * POLLS; i++) {
          RegisteredRepository agent = hostile.get(i % HOSTILE);
          OpenedRun run = polled.get(i % HOSTILE);
          pollers.execute(() -> poll(agent, run, told, over));
        }
        try {
          awaitRefusal(told);
          for (int round = 0; round < ROUNDS; round++) {
            work(honest, opened.getFirst(), round);
          }
          opened.add(honest.open());
          assertThat(honest.agent().events(opened.getFirst().runId(), 100_000, 50).events())
              .as("a poll of somebody else")
              .isEmpty();
        } finally {
          over.set(true);
        }
      }
      assertThat(told.keySet()).isSubsetOf("200 none", TOLD_TO_WAIT, "503 OVERLOADED");
      assertThat(told).containsKeys("200 none", TOLD_TO_WAIT);
      opened.forEach(honest::sealed);
      for (int i = 0; i < HOSTILE; i++) {
        hostile.get(i).sealed(polled.get(i));
      }
    }
  }

  /** A change that is committed, and one that an operator decides on. */
  private static void work(RegisteredRepository site, OpenedRun run, int round) {
    RunClient worker = site.agent().inside(run);
    byte[] content = "round %s\n".formatted(round).getBytes(UTF_8);
    assertThat(worker.write("round-%s.txt".formatted(round), "absent", content, false))
        .extracting(FileChanged::disposition)
        .isEqualTo("COMMITTED");
    String held =
        worker
            .write("Makefile", worker.read("Makefile").sha256(), content, false)
            .approvalId()
            .orElseThrow();
    ApprovalView approval = site.gateway().operator().approval(held);
    site.gateway()
        .operator()
        .decide(held, new ApprovalDecision("DENY", approval.proposalSha256(), Optional.empty()));
    assertThat(worker.awaitApproval(held, 1000).state()).isEqualTo("DENIED");
  }

  private static void poll(
      RegisteredRepository site, OpenedRun run, Map<String, Integer> told, AtomicBoolean over) {
    String wait =
        "GET /v1/runs/%s/events?after=100000&waitMillis=%s".formatted(run.runId(), POLL_MILLIS);
    while (!over.get()) {
      try (Wire wire = Wire.to(site.gateway().address())) {
        wire.request(wait, "Authorization: Bearer " + site.agentToken())
            .replied()
            .ifPresent(reply -> told.merge(reply.told(), 1, Integer::sum));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void awaitRefusal(Map<String, Integer> told) {
    long deadline = System.nanoTime() + FILLED_WITHIN.toNanos();
    while (told.keySet().stream().allMatch("200 none"::equals)) {
      assertThat(System.nanoTime()).as("%s", told).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
