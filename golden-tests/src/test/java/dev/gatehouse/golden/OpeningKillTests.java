package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.evidence.check.FolderCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is killed at each step of an opening: the same key opens one run. */
class OpeningKillTests {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofNanos(200_000);

  private final Gateway gateway = Gateway.start();
  private final Engine engine = Engine.of(gateway);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void killedAtAnyStepOfAnOpeningTheSameKeyOpensOneRunAndNothingIsLeft() throws Exception {
    site.sealed(site.open());
    Path pins = gateway.data().resolve("mirrors/" + site.name() + ".git/refs/gatehouse/runs");
    Path workspaces = gateway.data().resolve("workspaces");
    Path staging = gateway.data().resolve("staging");
    opensOnce("the revision is pinned", () -> names(pins, "r-"));
    opensOnce("the workspace is made", () -> names(workspaces, "r-"));
    opensOnce("the sandbox is made", () -> Set.copyOf(engine.containers()));
    opensOnce("the folder is begun", () -> names(staging, ""));
    opensOnce("the folder has its name", () -> names(staging, "r-"));

    assertThat(names(workspaces, "")).isEmpty();
    assertThat(names(staging, "")).isEmpty();
    assertThat(engine.containers()).isEmpty();
    assertThat(engine.volumes()).isEmpty();
  }

  private void opensOnce(String step, Supplier<Set<String>> made) throws InterruptedException {
    Set<String> former = made.get();
    RunRequest request = site.request();
    String key = RegisteredRepository.fresh("key");
    int before = runs();
    Thread caller = Thread.ofVirtual().start(() -> unanswered(key, request));
    await(step, () -> !former.containsAll(made.get()));
    gateway.kill();
    assertThat(caller.join(PATIENCE)).as(step).isTrue();

    gateway.restart();

    int left = runs() - before;
    assertThat(left).as(step).isBetween(0, 1);
    OpenedRun opened = keyed(key).openRun(request);
    assertThat(keyed(key).openRun(request)).as(step).isEqualTo(opened);
    assertThat(runs()).as(step).isEqualTo(before + 1);
    System.out.printf("killed when %s: %d run left%n", step, left);
    site.agent().inside(opened).write("a.txt", "absent", "a\n");
    RunView sealed = site.sealed(opened);
    assertThat(FolderCheck.check(RegisteredRepository.folder(sealed), gateway.trust()).findings())
        .isEmpty();
  }

  /** The gateway is killed meanwhile; a client that is quick enough has an answer all the same. */
  private void unanswered(String key, RunRequest request) {
    try {
      var _ = keyed(key).openRun(request);
    } catch (UnreachableException | ProblemException e) {
      assertThat(e).isNotNull();
    }
  }

  private GatehouseClient keyed(String key) {
    return new GatehouseClient(gateway.address(), site.agentToken(), () -> key);
  }

  private int runs() {
    return gateway.operator().runs(RunQuery.ALL, 500).size();
  }

  private void await(String step, BooleanSupplier reached) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as(step + gateway.log()).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static Set<String> names(Path directory, String prefix) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .collect(Collectors.toUnmodifiableSet());
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
