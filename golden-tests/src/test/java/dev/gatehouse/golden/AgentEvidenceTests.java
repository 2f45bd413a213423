package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** No agent fills the disk, run after run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentEvidenceTests {
  private static final int MIB = 1 << 20;
  private static final int QUOTA = 8 * MIB;
  private static final String FULL = "AGENT_EVIDENCE_FULL";

  private final Gateway gateway = Gateway.start("--gatehouse.evidence.agent-bytes=" + QUOTA);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
  private final Random random = new Random(1);

  @AfterAll
  void close() {
    gateway.close();
  }

  @Test
  void theRunsOfAnAgentKeepNoMoreThanItsQuotaAfterARestartTooAndOthersGoOn() {
    site.sealed(filled(site, 2));
    OpenedRun second = filled(site, 10);
    assertThat(code(() -> site.agent().inside(second).read("fare.py"))).isEqualTo(FULL);
    assertThat(code(site::open)).isEqualTo(FULL);
    assertThat(site.sealed(second).verdict()).contains("PASSED");
    long kept =
        CopiedTrees.files(gateway.data().resolve("runs")).stream()
            .mapToLong(file -> size(gateway.data().resolve("runs").resolve(file)))
            .sum();
    // The content of the last run is in its patch a second time, in base 85.
    assertThat(kept).isBetween((long) QUOTA, 2L * QUOTA);

    gateway.stop();
    gateway.restart();
    assertThat(code(site::open)).isEqualTo(FULL);
    RegisteredRepository other = site.withProfile(site.profile());
    assertThat(other.sealed(filled(other, 1)).verdict()).contains("PASSED");
  }

  /** A run with so many mebibytes, or as many as the agent may have. */
  private OpenedRun filled(RegisteredRepository site, int mebibytes) {
    OpenedRun run = site.open();
    RunClient inside = site.agent().inside(run);
    for (int i = 0; i < mebibytes; i++) {
      String path = "content-%s.bin".formatted(i);
      byte[] content = new byte[MIB];
      random.nextBytes(content);
      String refused = code(() -> inside.write(path, "absent", content, false));
      if (refused.equals(FULL)) {
        return run;
      }
      assertThat(refused).isEmpty();
    }
    return run;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(Runnable call) {
    ProblemException problem = catchThrowableOfType(ProblemException.class, call::run);
    return problem == null ? "" : problem.code();
  }
}
