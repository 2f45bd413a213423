package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.EvidenceQuota;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requires({Requirement.ENGINE, Requirement.ROOT})
class EvidenceQuotaTests {
  private static final long QUOTA = 1_000_000;
  private static final int PIECE = 100_000;
  private static final String FULL = "AGENT_EVIDENCE_FULL";

  private final AtomicLong sealed = new AtomicLong();
  private RunFixture fixture;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    fixture =
        new RunFixture(
                data,
                "evidence-quota",
                RunBounds.DEFAULT.with(
                    new EvidenceQuota(
                        QUOTA, agent -> agent.equals(RunFixture.AGENT) ? sealed.get() : 0)))
            .with("a.txt", "one\n");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theOpenRunsOfAnAgentCountTogetherAndOthersGoOn() {
    OpenRun one = fixture.open("one");
    OpenRun two = fixture.open("two");
    OpenRun other = fixture.open("other", "somebody-else");
    fill(one);

    long journal = two.folder().journalBytes();
    assertThat(code(two, "x")).isEqualTo(FULL);
    assertThat(two.folder().journalBytes()).isEqualTo(journal);
    assertThat(opening(RunFixture.AGENT)).isEqualTo(FULL);
    assertThatCode(() -> fixture.write(other, "x.txt", "absent", "x")).doesNotThrowAnyException();
    assertThatCode(() -> fixture.factory.requireEvidence("somebody-else"))
        .doesNotThrowAnyException();
    one.submit(fixture.caller(one));
    one.complete();
    fixture.runs.release(one);
    assertThatCode(() -> fixture.write(two, "x.txt", "absent", "x")).doesNotThrowAnyException();
  }

  @Test
  void whatIsUndoneCountsToo() {
    OpenRun run = fixture.open("one");
    String last = "absent";
    int written = 0;
    String refused = "";
    while (refused.isEmpty()) {
      String content = written + "x".repeat(PIECE);
      refused = code(run, "same.txt", last, content);
      last = RunFixture.sha256(content);
      written++;
      assertThat(written).isLessThan(20);
    }
    assertThat(refused).isEqualTo(FULL);
    assertThat(run.folder().blobUsage().bytes()).isBetween(QUOTA - PIECE, QUOTA + PIECE);
  }

  @Test
  void sealedRunsCountAsLongAsTheyAreSaidTo() {
    OpenRun run = fixture.open("one");
    sealed.set(QUOTA);
    assertThat(code(run, "a.txt")).isEqualTo(FULL);
    assertThat(opening(RunFixture.AGENT)).isEqualTo(FULL);
    sealed.set(QUOTA / 2);
    assertThatCode(() -> fixture.write(run, "x.txt", "absent", "x")).doesNotThrowAnyException();
    assertThatCode(() -> fixture.factory.requireEvidence(RunFixture.AGENT))
        .doesNotThrowAnyException();
  }

  @Test
  void aRetryUnderAKnownKeyHasItsAnswer() {
    OpenRun run = fixture.open("one");
    Syscall write = RunFixture.writing("x.txt", "absent", "x");
    Answer written = fixture.call(fixture.caller(run, "known"), write);
    sealed.set(QUOTA);
    assertThat(fixture.call(fixture.caller(run, "known"), write)).isEqualTo(written);
  }

  private void fill(OpenRun run) {
    String refused = "";
    for (int i = 0; i < 20 && refused.isEmpty(); i++) {
      refused = code(run, "f" + i, "absent", i + "x".repeat(PIECE));
    }
    assertThat(refused).isEqualTo(FULL);
  }

  private String opening(String agent) {
    return catchThrowableOfType(
            SyscallException.class, () -> fixture.factory.requireEvidence(agent))
        .code()
        .name();
  }

  private String code(OpenRun run, String path) {
    return code(run, path, "absent", "content");
  }

  private String code(OpenRun run, String path, String replaces, String content) {
    SyscallException refused =
        catchThrowableOfType(
            SyscallException.class, () -> fixture.write(run, path, replaces, content));
    return refused == null ? "" : refused.code().name();
  }
}
