package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.Reconciliation;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.check.FolderCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A gateway that is killed again and again while clients work: nothing acknowledged is lost,
 * nothing is left over, and nobody is accused.
 *
 * <p>{@code gatehouse.kills} says how often, {@code gatehouse.openRuns} how many idle runs are open
 * besides, {@code gatehouse.seed} when.
 */
class KillLoopTests {
  private static final int KILLS = Integer.getInteger("gatehouse.kills", 6);
  private static final int OPEN_RUNS = Integer.getInteger("gatehouse.openRuns", 0);
  private static final long SEED = Long.getLong("gatehouse.seed", 20_261_121);
  private static final int DEEP_KILLS = 100;
  private static final int DEEP_OPEN_RUNS = 20;
  private static final int CLIENTS = 4;
  private static final Set<String> BEHIND = Set.of("R01_ROW_MISSING", "R02_ROW_STALE");
  private static final Duration LEAST = Duration.ofMillis(300);
  private static final Duration SPREAD = Duration.ofSeconds(7);

  private final Random random = new Random(SEED);
  private final Gateway gateway = Gateway.start();
  private final Engine engine = Engine.of(gateway);
  private final Site site = Site.verifiedBy(gateway, Fare.repository(), Fare.PYTEST);
  private final Site idle = Site.verifiedBy(gateway, Fare.repository(), Fare.PYTEST);

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void nothingAcknowledgedIsLostNothingIsLeftAndNobodyIsAccused() throws Exception {
    loop(KILLS, OPEN_RUNS);
  }

  @Test
  @Tag("deep")
  void theSameHoldsForManyKillsWhileManyRunsAreOpen() throws Exception {
    loop(Math.max(KILLS, DEEP_KILLS), Math.max(OPEN_RUNS, DEEP_OPEN_RUNS));
  }

  private void loop(int kills, int openRuns) throws Exception {
    List<OpenedRun> waiting = new ArrayList<>();
    for (int n = 0; n < openRuns; n++) {
      waiting.add(idle.open());
    }
    List<LoopClient> clients = new ArrayList<>();
    for (int n = 0; n < CLIENTS; n++) {
      clients.add(new LoopClient(site, n, random.nextLong()));
    }
    LoopOperator operator = new LoopOperator(gateway);
    clients.forEach(LoopClient::start);
    operator.start();
    for (int kill = 1; kill <= kills; kill++) {
      pause();
      gateway.kill();
      gateway.restartAtOnce();
      requireNoPhantom(clients, openRuns);
      requireNoAccusation("after kill " + kill);
      System.out.printf(
          "kill %d of %d: %s%n",
          kill, kills, clients.stream().map(LoopClient::figures).collect(Collectors.joining("; ")));
    }
    for (LoopClient client : clients) {
      client.finish();
    }
    System.out.printf("the operator was not answered %d times%n", operator.finish());
    requireEnd(clients, waiting, kills);
  }

  private void pause() {
    LockSupport.parkNanos(LEAST.toNanos() + random.nextLong(SPREAD.toNanos()));
  }

  /** Every run that is listed can be looked up, and is one that a client asked for. */
  private void requireNoPhantom(List<LoopClient> clients, int openRuns) {
    for (RunView run : gateway.operator().runs(500, Optional.empty())) {
      assertThat(run.runId()).matches("r-[0-9a-z]{26}");
      assertThat(gateway.operator().run(run.runId()).runId()).isEqualTo(run.runId());
      assertThat(run.state()).as(run + "\n" + gateway.log()).isNotEqualTo("SET_ASIDE");
    }
    int asked = openRuns + clients.stream().mapToInt(LoopClient::asked).sum();
    assertThat(gateway.operator().runs(500, Optional.empty())).hasSizeLessThanOrEqualTo(asked);
    clients.forEach(LoopClient::requireNothingLost);
  }

  /** A row may be missing or behind after a crash, and is put right; nothing else is found. */
  private void requireNoAccusation(String when) {
    Reconciliation found = gateway.operator().reconcile(false);
    assertThat(found.findings())
        .as(when + "\n" + gateway.log())
        .allMatch(finding -> BEHIND.contains(finding.code()) && finding.repaired());
  }

  private void requireEnd(List<LoopClient> clients, List<OpenedRun> waiting, int kills)
      throws Exception {
    gateway.awaitOpened();
    waiting.forEach(run -> idle.agent().inside(run).submit());
    submitUnanswered(clients);
    List<RunView> all = gateway.operator().runs(500, Optional.empty());
    List<String> failed = new ArrayList<>();
    for (RunView run : all) {
      RunView sealed = site.awaitSeal(run.runId());
      Path folder = Site.folder(sealed);
      assertThat(FolderCheck.check(folder, gateway.trust()).findings()).isEmpty();
      assertThat(Product.verifyScript(folder, gateway.trustFile()).exitCode()).isZero();
      if (Files.readString(folder.resolve("data/gate_report.json")).contains("COMMAND_NOT_CONF")) {
        failed.add(run.runId());
      }
    }
    for (LoopClient client : clients) {
      client.requireFolders();
    }
    requireNoAccusation("at the end");
    awaitNothingLeft();
    System.out.printf(
        "%d kills, %d runs sealed and whole, %d with an unconfirmed command, %s%n",
        kills,
        all.size(),
        failed.size(),
        clients.stream().map(LoopClient::figures).collect(Collectors.joining("; ")));
    assertThat(failed).isEmpty();
  }

  /** Runs whose opening nobody was answered: a new worker takes them and hands them in. */
  private void submitUnanswered(List<LoopClient> clients) {
    List<String> known = clients.stream().flatMap(client -> client.runs().stream()).toList();
    site.agent().runs(500, Optional.empty()).stream()
        .filter(run -> run.state().equals("OPEN") && !known.contains(run.runId()))
        .forEach(
            run -> site.agent().inside(run.runId(), site.agent().takeLease(run.runId())).submit());
  }

  private void awaitNothingLeft() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!left().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    assertThat(left()).isEmpty();
  }

  private List<String> left() throws Exception {
    List<String> left = new ArrayList<>(engine.containers());
    left.addAll(engine.volumes());
    left.addAll(Engine.mounts(List.of(gateway.data().toString())));
    for (String directory : List.of("workspaces", "staging")) {
      try (var entries = Files.list(gateway.data().resolve(directory))) {
        entries.forEach(entry -> left.add(entry.toString()));
      }
    }
    return left;
  }
}
