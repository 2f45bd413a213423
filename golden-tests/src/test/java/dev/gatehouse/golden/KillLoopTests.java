package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
  private static final Duration LEAST = Duration.ofMillis(300);
  private static final Duration SPREAD = Duration.ofSeconds(7);

  private final Random random = new Random(SEED);
  private final Gateway gateway = Gateway.start();
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final LoopEnd end = new LoopEnd(site, Engine.of(gateway));
  private final RegisteredRepository idle =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);

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
      clients.add(new LoopClient(site, n, random.nextLong(), /* engineEnds= */ false));
    }
    LoopOperator operator = new LoopOperator(gateway);
    clients.forEach(LoopClient::start);
    operator.start();
    for (int kill = 1; kill <= kills; kill++) {
      if (kill % 2 == 0) {
        // Where a start takes long, kills in a row would keep every call from its answer.
        clients.forEach(LoopClient::awaitAnswer);
      }
      pause();
      gateway.kill();
      gateway.restartAtOnce();
      requireNoPhantom(clients, openRuns);
      end.requireNoAccusation("after kill " + kill);
      System.out.printf("kill %d of %d: %s%n", kill, kills, figures(clients));
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
    for (RunView run : gateway.operator().runs(RunQuery.ALL, 500)) {
      assertThat(run.runId()).matches("r-[0-9a-z]{26}");
      assertThat(gateway.operator().run(run.runId()).runId()).isEqualTo(run.runId());
      assertThat(run.state()).as(run + "\n" + gateway.log()).isNotEqualTo("SET_ASIDE");
    }
    List<RunView> listed = gateway.operator().runs(RunQuery.ALL, 500);
    assertThat(listed).hasSizeLessThanOrEqualTo(openRuns + asked(clients));
    clients.forEach(LoopClient::requireNothingLost);
  }

  /** Under how many keys the clients asked for runs. */
  private static int asked(List<LoopClient> clients) {
    return clients.stream().mapToInt(LoopClient::asked).sum();
  }

  private void requireEnd(List<LoopClient> clients, List<OpenedRun> waiting, int kills) {
    gateway.awaitOpened();
    waiting.forEach(run -> idle.agent().inside(run).submit());
    int sealed = end.requireAllSealedAndWhole(clients);
    assertThat(sealed).as("one run for each key").isEqualTo(waiting.size() + asked(clients));
    System.out.printf("%d kills, %d runs sealed and whole, %s%n", kills, sealed, figures(clients));
    end.awaitNothingLeft();
  }

  private static String figures(List<LoopClient> clients) {
    return clients.stream().map(LoopClient::figures).collect(Collectors.joining("; "));
  }
}
