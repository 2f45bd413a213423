package dev.gatehouse.controlplane.runs.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.controlplane.runs.closing.ChangedActs;
import dev.gatehouse.controlplane.runs.closing.ClosingFixture;
import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.SealInputs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The order of a stop. */
class GatewayLifecycleTests {
  @TempDir Path directory;

  /**
   * The seal waits until the stop drains the closing queue: were runs suspended first, it fails.
   */
  @Test
  void aStopSealsWhatIsBeingSealedBeforeItSuspendsRuns() throws Exception {
    Path origin = BaseRepository.create(directory.resolve("origin")).directory();
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.afterPropertiesSet();
    ThreadPoolExecutor executor = RunSealer.executor(4);
    CountDownLatch sealing = new CountDownLatch(1);
    try (ClosingFixture fixture =
            new ClosingFixture(Files.createDirectory(directory.resolve("closing")), origin);
        RecoveryFixture former =
            new RecoveryFixture(Files.createDirectory(directory.resolve("former")), origin)) {
      fixture.submitted("ending");
      fixture.openVerified("open");
      ChangedActs acts =
          new ChangedActs(fixture.acts()) {
            @Override
            public void seal(OpenFolder folder, SealInputs facts) {
              sealing.countDown();
              RecoveryFixture.await(executor::isShutdown);
              super.seal(folder, facts);
            }
          };
      GatewayLifecycle lifecycle =
          new GatewayLifecycle(
              former.recovery,
              fixture.runs,
              fixture.sealer(acts, executor),
              scheduler,
              Duration.ofMillis(20));
      lifecycle.start();
      assertThat(sealing.await(2, TimeUnit.MINUTES)).isTrue();
      lifecycle.stop();
      assertThat(fixture.sealed.resolve("ending")).exists();
      assertThat(fixture.runs.all()).isEmpty();
      assertThat(fixture.staging.resolve("open")).exists();
    } finally {
      scheduler.destroy();
    }
  }

  @Test
  void aPhaseOfAStopHasTimeForItsLongestStep() throws IOException {
    Properties application = new Properties();
    try (InputStream file = GatewayLifecycle.class.getResourceAsStream("/application.properties")) {
      application.load(file);
    }
    String timeout = application.getProperty("spring.lifecycle.timeout-per-shutdown-phase");
    assertThat(DurationStyle.detectAndParse(timeout)).isGreaterThan(GatewayLifecycle.LONGEST_STOP);
  }
}
