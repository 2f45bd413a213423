package dev.gatehouse.controlplane.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.projection.GeneratedRun;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.controlplane.runs.SampleSealedRun;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIndexTests {
  private static final TaskName TASK = new TaskName("repository", "agent", "task");

  @TempDir private Path root;
  private DataDirectory data;
  private GeneratedRun runs;
  private Path file;

  @BeforeEach
  void begin() {
    data = DataDirectory.at(root.resolve("data"));
    runs = new GeneratedRun(data, SigningKeys.loadOrCreate(data.keys()), new Random(7), _ -> {});
    file = data.runIndex();
  }

  @Test
  void aStartReadsNoFolderThatHasALine() throws IOException {
    SealedSummary run = summary("r-1");
    open().add(run);
    // It holds nothing that could be read.
    Files.createDirectory(data.runs().resolve("r-1"));

    RunIndex index = open();
    assertThat(index.find("r-1")).contains(run);
    assertThat(index.task("r-1")).contains(TASK);
    assertThat(index.ids()).containsExactly("r-1");
    assertThat(index.damage()).isEmpty();
  }

  @Test
  void aFolderThatWasSealedWithoutALineGetsItAtTheNextStart() throws IOException {
    String first = sealed();
    open();
    String killed = sealed();
    RunIndex index = open();

    assertThat(index.ids()).containsExactly(first, killed);
    assertThat(index.damage()).isEmpty();
    assertThat(index.line(killed)).contains(SealedSummary.read(data.runs().resolve(killed)));
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aTornLastLineIsCutAndItsRunReadFromItsFolder() throws IOException {
    String first = sealed();
    String torn = sealed();
    open();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));

    RunIndex index = open();
    assertThat(index.ids()).containsExactly(first, torn);
    assertThat(index.damage()).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void aDamagedLineDoesNotCountAndTheFileIsMadeAnew() throws IOException {
    String first = sealed();
    String last = sealed();
    open();
    String whole = Files.readString(file);
    Files.writeString(file, whole.replaceFirst("\"verdict\":\"PASSED\"", "\"verdict\":\"FAILED\""));

    RunIndex index = open();
    assertThat(index.damage()).hasValueSatisfying(why -> assertThat(why).startsWith("1 of"));
    assertThat(index.find(first).orElseThrow().outcome().verdict()).isEqualTo("PASSED");
    assertThat(index.ids()).containsExactly(first, last);
    index.damageReported();
    assertThat(index.damage()).isEmpty();
    assertThat(Files.readString(file).lines()).hasSameElementsAs(whole.lines().toList());
    assertThat(open().damage()).isEmpty();
  }

  @Test
  void aLineThatIsDamagedMeanwhileIsReadFromItsFolder() throws IOException {
    String run = sealed();
    RunIndex index = open();
    Files.writeString(file, Files.readString(file).replace("PASSED", "FAILED"));

    assertThat(index.line(run)).isEmpty();
    assertThat(index.find(run).orElseThrow().outcome().verdict()).isEqualTo("PASSED");
  }

  @Test
  void aMissingFileIsMadeFromTheFolders() throws IOException {
    String run = sealed();
    open();
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);

    assertThat(open().damage()).contains("it was missing");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(open().ids()).containsExactly(run);
  }

  @Test
  void aFileThatIsNoIndexIsMadeAnew() throws IOException {
    String run = sealed();
    Files.write(file, new byte[100_000]);
    Files.writeString(file, "\n{}\n\n", StandardOpenOption.APPEND);

    RunIndex index = open();
    assertThat(index.damage()).hasValueSatisfying(why -> assertThat(why).startsWith("3 of"));
    assertThat(index.ids()).containsExactly(run);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void theSameLineTwiceCountsOnceAndTwoDifferentOnesDoNotCount() throws IOException {
    String run = sealed();
    open();
    String line = Files.readString(file);
    Files.writeString(file, line, StandardOpenOption.APPEND);
    assertThat(open().damage()).isEmpty();
    assertThat(open().ids()).containsExactly(run);

    RunIndex forged = RunIndex.open(root.resolve("other.jsonl"), root.resolve("none"));
    forged.add(SampleSealedRun.summary(run, TASK));
    Files.writeString(
        file, Files.readString(root.resolve("other.jsonl")), StandardOpenOption.APPEND);
    RunIndex index = open();
    assertThat(index.damage()).isPresent();
    assertThat(index.find(run)).contains(SealedSummary.read(data.runs().resolve(run)));
  }

  @Test
  void aLineOfAFolderThatIsGoneDoesNotCount() throws IOException {
    String run = sealed();
    open();
    Path elsewhere = root.resolve("elsewhere");
    Files.move(data.runs().resolve(run), elsewhere);
    assertThat(open().ids()).isEmpty();
    Files.move(elsewhere, data.runs().resolve(run));
    assertThat(open().ids()).containsExactly(run);
    assertThat(open().damage()).isEmpty();
  }

  @Test
  void whatTheIndexSaysOfARunIsCorrected() throws IOException {
    RunIndex index = open();
    index.add(summary("r-1"));
    index.add(summary("r-2"));
    SealedSummary corrected =
        SampleSealedRun.summary("r-1", new TaskName("repository", "other", "task"));
    index.add(corrected);
    Files.createDirectory(data.runs().resolve("r-1"));
    Files.createDirectory(data.runs().resolve("r-2"));

    for (RunIndex each : List.of(index, open())) {
      assertThat(each.find("r-1")).contains(corrected);
      assertThat(each.find("r-2")).contains(summary("r-2"));
      assertThat(each.attempt(TASK, "r-9", List.of())).isEqualTo(2);
    }
  }

  @Test
  void aLineThatCannotBeWrittenCountsAndIsWrittenWithTheNext() throws IOException {
    RunIndex index = open();
    Files.createDirectory(file);
    index.add(summary("r-1"));
    assertThat(index.find("r-1")).contains(summary("r-1"));
    assertThat(index.attempt(TASK, "r-2", List.of())).isEqualTo(2);

    Files.delete(file);
    index.add(summary("r-2"));
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(index.find("r-1")).contains(summary("r-1"));
  }

  @Test
  void runsThatAreSealedAtOnceAreAllThere() throws Exception {
    RunIndex index = open();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService sealers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        String id = "r-" + i;
        Files.createDirectory(data.runs().resolve(id));
        all.add(
            sealers.submit(() -> {
              index.add(summary(id));
              return index.find(id).orElseThrow();
            }));
      }
      for (Future<?> each : all) {
        each.get(1, TimeUnit.MINUTES);
      }
    }
    assertThat(open().ids()).hasSize(200).isEqualTo(index.ids());
    assertThat(open().damage()).isEmpty();
  }

  @Test
  void whoFailsUsesUpNobodyElsesAttemptsAndUnsealedRunsCountOnce() {
    RunIndex index = open();
    index.add(SampleSealedRun.summary("r-1", TASK));
    index.add(SampleSealedRun.summary("r-2", new TaskName("repository", "other", "task")));
    index.add(SampleSealedRun.summary("r-4", TASK));
    RunRecord open = SampleSealedRun.record("r-3", TASK.agent());
    RunRecord sealedNow = SampleSealedRun.record("r-4", TASK.agent());
    TaskAttempts attempts = new TaskAttempts(index, () -> List.of(open, sealedNow));

    assertThat(attempts.of(TASK, "r-1")).isEqualTo(1);
    assertThat(attempts.of(TASK, "r-3")).isEqualTo(2);
    assertThat(attempts.of(TASK, "r-4")).isEqualTo(3);
    assertThat(attempts.of(TASK, "r-5")).isEqualTo(4);
    assertThat(attempts.of(new TaskName("repository", "other", "task"), "r-5")).isEqualTo(2);
    assertThat(attempts.later(TASK, "r-1")).containsExactly("r-3", "r-4");
    assertThat(attempts.later(TASK, "r-4")).isEmpty();
  }

  @Test
  void theThirdAttemptIsTheLastUnlessNobodyJudgedIt() {
    SealedSummary judged = SampleSealedRun.summary("r-1", TASK, "FAILED", "RETRY");
    assertThat(judged.route(2)).isEqualTo("RETRY");
    assertThat(judged.route(3)).isEqualTo("FAILED");
    assertThat(SampleSealedRun.summary("r-1", TASK).route(3)).isEqualTo("READY_TO_MERGE");
    SealedSummary unjudged =
        SealedSummary.read(data.runs().resolve(runs.next(Fate.SEALED_WITHOUT_GATES)));
    assertThat(unjudged.route(3)).isEqualTo("RETRY");
  }

  @Test
  void aFolderTakesWhatItsFilesTakeInBlocks() throws IOException {
    Path folder = data.runs().resolve(sealed());
    long before = SealedSummary.read(folder).bytes();
    Files.write(folder.resolve("data/blob"), new byte[4097]);
    assertThat(before % 4096).isZero();
    assertThat(SealedSummary.read(folder).bytes()).isEqualTo(before + 2 * 4096);
  }

  @Test
  void everyMemberIsWrittenAndReadBack() throws IOException {
    for (Fate fate : List.of(Fate.PASSED, Fate.FAILED, Fate.SEALED_WITHOUT_GATES)) {
      Path folder = data.runs().resolve(runs.next(fate));
      SealedSummary run = SealedSummary.read(folder);
      assertThat(SealedSummary.fromJson(run.toJson())).isEqualTo(run);
      assertThat(new String(run.toJson().canonical(), UTF_8)).contains(run.runId());
    }
    assertThat(open().find("nobody")).isEqualTo(Optional.empty());
  }

  private RunIndex open() {
    return RunIndex.open(file, data.runs());
  }

  private String sealed() {
    return runs.next(Fate.PASSED);
  }

  private static SealedSummary summary(String runId) {
    return SampleSealedRun.summary(runId, TASK);
  }
}
