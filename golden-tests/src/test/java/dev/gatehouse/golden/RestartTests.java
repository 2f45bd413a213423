package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.FileContent;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.evidence.check.FolderCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that was killed in the middle of a command goes on as if nothing had been said. */
class RestartTests {
  private static final String STRANGER = "gatehouse-golden-stranger";

  /** It waits where the file is not there yet. */
  private static final CommandRequest INTERRUPTED =
      CommandRequest.shell("echo half > half.txt; test -e go.txt || sleep 31.07; echo ran");

  private final Gateway gateway = Gateway.start();
  private final Engine engine = Engine.of(gateway);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final String container = engine.strangersContainer(STRANGER);
  private final String volume = engine.strangersVolume(STRANGER);

  @AfterEach
  void clear() {
    gateway.close();
    engine.remove("container", container);
    engine.remove("volume", volume);
    assertThat(engine.containers()).isEmpty();
    assertThat(engine.volumes()).isEmpty();
  }

  @Test
  void nothingIsLeftNothingAcknowledgedIsLostAndTheRunGoesOn() throws Exception {
    OpenedRun mended = site.open();
    OpenedRun broken = site.open();
    FileChanged written = mend(mended);
    List<String> left = killInTheMiddle(broken);

    gateway.restart();

    assertThat(engine.containers()).doesNotContainAnyElementsOf(left);
    assertThat(engine.volumes()).doesNotContainAnyElementsOf(left);
    assertThat(Engine.mounts(left)).isEmpty();
    assertThat(engine.has("container", container)).isTrue();
    assertThat(engine.has("volume", volume)).isTrue();
    assertThat(gateway.operator().run(broken.runId()).state()).isEqualTo("OPEN");

    FileContent kept = calls(mended, "any").read(DefectRepository.FILE);
    assertThat(kept.sha256()).isEqualTo(written.sha256().orElseThrow());
    assertThat(mend(mended)).as("the stored answer").isEqualTo(written);
    goesOn(broken);

    assertThat(site.sealed(mended).verdict()).contains("PASSED");
    RunView judged = site.sealed(broken);
    assertThat(judged.verdict()).contains("FAILED");
    assertThat(FolderCheck.check(RegisteredRepository.folder(judged), gateway.trust()).findings())
        .isEmpty();
  }

  private FileChanged mend(OpenedRun run) {
    return calls(run, "mend")
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
  }

  /** What the engine held for this gateway at that moment. */
  private List<String> killInTheMiddle(OpenedRun run) throws InterruptedException {
    try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CommandAnswer> answer =
          worker.submit(() -> calls(run, "interrupted").run(INTERRUPTED));
      engine.awaitProcess("sleep 31.07");
      List<String> held = new ArrayList<>(engine.containers());
      held.addAll(engine.volumes());
      assertThat(held).isNotEmpty();
      assertThat(Engine.mounts(held)).isNotEmpty();
      gateway.kill();
      assertThat(failure(answer)).isInstanceOf(UnreachableException.class);
      return held;
    }
  }

  /** The interrupted call had no effect, and the same key runs anew. */
  private void goesOn(OpenedRun run) {
    RunClient worker = calls(run, "go");
    assertThat(worker.list(Optional.empty()).entries())
        .noneMatch(entry -> entry.name().equals("half.txt"));
    worker.write("go.txt", "absent", "go\n");
    CommandAnswer anew = calls(run, "interrupted").run(INTERRUPTED);
    assertThat(anew.ending()).isEqualTo("EXITED");
    assertThat(anew.stdout().untrusted().text()).contains("ran\n");
    assertThat(anew.changes())
        .anySatisfy(change -> assertThat(change.path()).isEqualTo("half.txt"));
  }

  private RunClient calls(OpenedRun run, String key) {
    return new GatehouseClient(gateway.address(), site.agentToken(), () -> key).inside(run);
  }

  private static Throwable failure(Future<?> call) throws InterruptedException {
    try {
      return new AssertionError("it was answered: " + call.get());
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
