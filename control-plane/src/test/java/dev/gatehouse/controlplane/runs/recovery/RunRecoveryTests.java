package dev.gatehouse.controlplane.runs.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.controlplane.projection.GeneratedRun;
import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.UnopenedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of the runs of a former process. */
class RunRecoveryTests {
  @TempDir Path directory;
  private BaseRepository origin;
  private RecoveryFixture gateway;

  @BeforeEach
  void begin() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    origin = BaseRepository.create(directory.resolve("origin"));
    next();
  }

  private void next() throws IOException {
    gateway = new RecoveryFixture(directory.resolve("data"), origin.directory());
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  void aRunThatIsCalledIsOpenedBeforeTheOthersThatWait() {
    List<String> all = List.of("run-1", "run-2", "run-3", "run-4", "run-5");
    all.forEach(gateway::left);
    gateway.recovery.start();
    RecoveryFixture.await(() -> !gateway.opened.isEmpty());
    assertRefused("run-5", "RUN_OPENING");
    gateway.goOn.countDown();
    gateway.awaitOpened();
    RecoveryFixture.await(() -> gateway.opened.size() == all.size());
    assertThat(gateway.opened).containsExactly("run-1", "run-5", "run-2", "run-3", "run-4");
  }

  /** Otherwise its opening's key, and its attempt, would be forgotten until rows are written. */
  @Test
  void aSealingThatAStartCompletesIsReportedBeforeTheRunIsUnknownHere() throws IOException {
    GeneratedRun runs =
        new GeneratedRun(gateway.data, SigningKeys.generate(), new Random(11), _ -> {});
    String runId = runs.next(GeneratedRun.Fate.PASSED);
    Files.move(gateway.data.runs().resolve(runId), gateway.data.staging().resolve(runId));
    gateway.goOn.countDown();
    gateway.recovery.start();
    RecoveryFixture.await(() -> gateway.runs.lookUp(runId).isEmpty());
    assertThat(gateway.data.runs().resolve(runId)).isDirectory();
    assertThat(gateway.sealed).containsExactly(runId);
  }

  @Test
  void aRunThatIsNotOpenYetKeepsItsPlaceAndItsUser() {
    List.of("run-1", "run-2", "run-3").forEach(gateway::left);
    gateway.recovery.start();
    RecoveryFixture.await(() -> !gateway.opened.isEmpty());
    List<UnopenedRun> waiting = gateway.runs.unopened().all();
    assertThat(waiting).hasSize(2).allMatch(UnopenedRun::takesPlace);
    assertThat(gateway.runs.unsealed()).hasSize(3);
    gateway.goOn.countDown();
    gateway.awaitOpened();
    for (UnopenedRun run : waiting) {
      assertThat(gateway.runs.find(run.id()).orElseThrow().owner()).isEqualTo(run.owner());
    }
    assertThat(gateway.runs.all().stream().map(OpenRun::owner).distinct()).hasSize(3);
  }

  @Test
  void whatCannotBeOpenedIsSetAsideWithItsCodeAndHarmsNoOther() throws IOException {
    enlarge(gateway.left("run-large"));
    gateway.left("run-homeless", "unknown");
    Files.delete(gateway.left("run-policy").resolve("data/policy/snapshot.json"));
    Path profileless = gateway.left("run-snapshot").resolve("data/policy/snapshot.json");
    Files.writeString(profileless, "{}");
    gateway.left("run-whole");
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    assertThat(gateway.opened).containsExactly("run-whole");
    assertThat(gateway.recovery.reasons())
        .containsOnlyKeys("run-homeless", "run-large", "run-policy", "run-snapshot");
    assertReason("run-large", "RUN_TOO_LARGE");
    assertReason("run-homeless", "REPOSITORY_UNKNOWN");
    assertRefused("run-large", "RUN_SET_ASIDE");
    assertReason("run-policy", "EVIDENCE_MISSING");
    assertReason("run-snapshot", "POLICY_SNAPSHOT_DAMAGED");
    assertThat(gateway.data.staging().resolve("run-large")).isDirectory();
  }

  @Test
  void aRunWhoseJournalWasChangedIsSetAsideAndNothingOfItIsCutOff() throws IOException {
    Path journal = gateway.left("run-changed").resolve("data/journal.jsonl");
    gateway.left("run-whole");
    String before = Files.readString(journal);
    assertThat(before.lines()).hasSizeGreaterThan(1);
    String changed = before.replaceFirst("\"at\":\"20", "\"at\":\"19");
    assertThat(changed).isNotEqualTo(before);
    Files.writeString(journal, changed);
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    assertThat(gateway.opened).containsExactly("run-whole");
    assertReason("run-changed", "EVIDENCE_MALFORMED");
    assertThat(journal).hasContent(changed);
    Files.writeString(journal, before);
    gateway.recovery.retry();
    RecoveryFixture.await(() -> gateway.runs.find("run-changed").isPresent());
  }

  @Test
  void aRunWhosePolicySnapshotWasChangedIsSetAsideUntilTheFileIsRestored() throws IOException {
    Path snapshot = gateway.left("run-1").resolve("data/policy/snapshot.json");
    String whole = Files.readString(snapshot);
    for (String changed :
        List.of("{}", whole.replace("\"runSeconds\":3600", "\"runSeconds\":3601"))) {
      assertThat(changed).isNotEqualTo(whole);
      Files.writeString(snapshot, changed);
      assertThat(startAnew()).isEmpty();
      assertReason("run-1", "POLICY_SNAPSHOT_DAMAGED");
      assertRefused("run-1", "RUN_SET_ASIDE");
    }
    Files.writeString(snapshot, whole);
    gateway.recovery.retry();
    RecoveryFixture.await(() -> gateway.runs.find("run-1").isPresent());
    assertThat(gateway.recovery.reasons()).isEmpty();
  }

  @Test
  void aRunWhoseBaseIsGoneIsSetAsideAndOpenedWhenItIsBack() throws IOException {
    gateway.left("run-1");
    Path mirror = gateway.data.mirrors().resolve("repo.git");
    Path away = gateway.data.mirrors().resolve("away");
    Files.move(mirror.resolve("objects"), away);
    Files.createDirectory(mirror.resolve("objects"));
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    assertThat(gateway.recovery.reasons()).containsOnlyKeys("run-1");
    Files.move(mirror.resolve("objects"), gateway.data.mirrors().resolve("damaged"));
    Files.move(away, mirror.resolve("objects"));
    gateway.recovery.retry();
    RecoveryFixture.await(() -> gateway.runs.find("run-1").isPresent());
    assertThat(gateway.recovery.reasons()).isEmpty();
  }

  @Test
  void aRunThatExhaustedTheMemoryOfTwoProcessesIsSetAsideUntilItIsAskedFor() throws IOException {
    gateway.left("run-1");
    gateway.left("run-2");
    for (int death = 1; death <= OpeningMarker.MOST; death++) {
      leaveMarker("run-1", death - 1);
      Files.createFile(gateway.data.outOfMemory());
      assertThat(startAnew()).as("after %s", death).last().isEqualTo(death < 2 ? "run-1" : "run-2");
    }
    assertReason("run-1", "RUN_EXHAUSTS_MEMORY");
    assertThat(gateway.data.outOfMemory()).doesNotExist();
    assertThat(startAnew()).as("the start after it").containsExactly("run-2");
    gateway.recovery.retry();
    RecoveryFixture.await(() -> gateway.runs.find("run-1").isPresent());
    assertThat(startAnew()).as("opened again, it is one like others").first().isEqualTo("run-1");
  }

  @Test
  void aKillWhileARunIsOpenedCountsForNothing() throws IOException {
    gateway.left("run-1");
    gateway.left("run-2");
    for (int kill = 0; kill < 5; kill++) {
      leaveMarker("run-1", 0);
      assertThat(startAnew()).containsExactly("run-1", "run-2");
    }
  }

  @Test
  void aMarkerThatIsNotReadableStopsNoStart() throws IOException {
    gateway.left("run-1");
    Files.createFile(gateway.data.outOfMemory());
    for (String text :
        List.of("", "{", "[]", "{\"opening\":1}", "{\"exhausted\":{\"run-1\":\"\"}}")) {
      Files.writeString(gateway.data.opening(), text);
      assertThat(startAnew()).containsExactly("run-1");
    }
  }

  @Test
  void noThreadIsLeftOfAStopWhileRunsAreBeingOpened() throws IOException {
    List.of("run-1", "run-2", "run-3").forEach(gateway::left);
    gateway.recovery.start();
    RecoveryFixture.await(() -> !gateway.opened.isEmpty());
    gateway.close();
    assertThat(gateway.opened).hasSizeLessThan(3);
    next();
    RecoveryFixture.await(() ->
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .noneMatch(name -> name.equals("recovery") || name.startsWith("opening-")));
  }

  /** The runs in the order in which a new process opens them. */
  private List<String> startAnew() throws IOException {
    gateway.close();
    next();
    gateway.goOn.countDown();
    gateway.recovery.start();
    gateway.awaitOpened();
    return List.copyOf(gateway.opened);
  }

  private void leaveMarker(String runId, int exhausted) throws IOException {
    gateway.close();
    Files.writeString(
        gateway.data.opening(),
        "{\"exhausted\":{\"%s\":%s},\"opening\":[\"%s\"]}".formatted(runId, exhausted, runId));
    next();
  }

  private void assertReason(String runId, String code) {
    assertThat(gateway.recovery.reasons().get(runId)).startsWith(code + ": ");
  }

  private void assertRefused(String runId, String code) {
    assertThatExceptionOfType(SyscallException.class)
        .isThrownBy(() -> gateway.runs.require(runId))
        .satisfies(refused -> assertThat(refused.code().name()).isEqualTo(code));
  }

  private static void enlarge(Path folder) throws IOException {
    Files.write(
        folder.resolve("data/journal.jsonl"),
        "x".repeat((int) RecoveryFixture.MOST_JOURNAL_BYTES).getBytes(UTF_8),
        StandardOpenOption.APPEND);
  }
}
