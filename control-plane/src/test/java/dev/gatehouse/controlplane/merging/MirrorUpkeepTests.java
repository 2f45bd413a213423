package dev.gatehouse.controlplane.merging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Repetition;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.gatewaylog.SignedLog;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.controlplane.runs.IndexedFolders;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedRevision;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What a real mirror keeps: the bases that a run still needs, and nothing that nobody does. */
class MirrorUpkeepTests {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FORGET =
      "git reset -q --hard HEAD~1; git reflog expire --expire=now --all; git gc -q --prune=now";

  @TempDir Path directory;
  private final SigningKeys keys = SigningKeys.generate();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private BaseRepository origin;
  private DataDirectory data;
  private GatewayLog log;
  private RepositoryRegistry repositories;
  private Mirrors mirrors;
  private MergeLog merges;
  private Mirror mirror;
  private MirrorUpkeep upkeep;

  @BeforeEach
  void begin() throws Exception {
    origin = BaseRepository.create(directory.resolve("origin"));
    data = DataDirectory.at(directory.resolve("data"));
    Files.createDirectories(data.staging());
    Files.createDirectories(data.runs());
    Files.createDirectories(data.mirrors());
    log = SignedLog.open(data.root());
    repositories = new RepositoryRegistry(log, Clock.systemUTC());
    repositories.register(new Identifier("repo"), origin.directory(), "op");
    mirrors = new Mirrors(data.mirrors());
    merges = new MergeLog(log, Clock.systemUTC());
    mirror = mirrors.of(new Identifier("repo"), origin.directory());
    SealedRuns sealed = IndexedFolders.of(data.runs());
    upkeep =
        new MirrorUpkeep(
            new MergeService(sealed, repositories, mirrors, merges, keys::trust),
            merges,
            sealed,
            repositories,
            mirrors,
            data,
            now::get);
  }

  @AfterEach
  void end() throws IOException {
    log.close();
  }

  @Test
  void aPinEndsWithTheLastUseThatItsRunHasForTheBase() throws Exception {
    opened("open");
    sealed("passed", RunStatus.COMPLETED, Verdict.PASSED);
    sealed("merged", RunStatus.COMPLETED, Verdict.PASSED);
    sealed("failed", RunStatus.COMPLETED, Verdict.FAILED);
    sealed("crashed", RunStatus.CRASHED, Verdict.NONE);
    mirror.pin("main", "starting");
    merge("merged");

    upkeep.pass(/* first= */ false);
    assertThat(mirror.pins()).containsExactlyInAnyOrder("open", "passed", "starting");

    merge("passed");
    upkeep.pass(/* first= */ false);
    assertThat(mirror.pins()).containsExactlyInAnyOrder("open", "starting");
  }

  @Test
  void aPinWithoutAFolderIsACrashsAtAStartAndOfARunThatIsBeingOpenedLater() {
    mirror.pin("main", "nobody");
    upkeep.pass(/* first= */ false);
    assertThat(mirror.pins()).containsExactly("nobody");
    upkeep.pass(/* first= */ true);
    assertThat(mirror.pins()).isEmpty();
  }

  @Test
  void aSealedFolderThatCannotBeReadKeepsItsPin() throws Exception {
    sealed("damaged", RunStatus.COMPLETED, Verdict.FAILED);
    Files.writeString(data.runs().resolve("damaged/seal.dsse.json"), "{");
    upkeep.pass(/* first= */ true);
    assertThat(mirror.pins()).containsExactly("damaged");
  }

  @Test
  void whatTheOriginHasForgottenIsDroppedWithTheLastPinAndNeverAtAStart() throws Exception {
    GitId secret = committed("secret");
    opened("open");
    forget();
    upkeep.pass(/* first= */ false);
    assertThat(has(secret)).as("an open run is based on it").isTrue();

    sealStaged("open", RunStatus.COMPLETED, Verdict.PASSED);
    now.set(now.get().plus(MirrorUpkeep.PRUNED_EVERY));
    upkeep.pass(/* first= */ false);
    assertThat(has(secret)).as("a merge needs it").isTrue();

    merge("open");
    now.set(now.get().plus(MirrorUpkeep.PRUNED_EVERY));
    upkeep.pass(/* first= */ true);
    assertThat(mirror.pins()).isEmpty();
    assertThat(has(secret)).as("a start is not held up").isTrue();
    upkeep.pass(/* first= */ false);
    assertThat(has(secret)).isFalse();
    assertThat(mirror.resolve("main").commit()).isNotEqualTo(secret);
  }

  @Test
  void objectsAreDroppedAtMostOnceInAWhile() throws Exception {
    GitId first = committed("first");
    forget();
    upkeep.pass(/* first= */ false);
    assertThat(has(first)).isFalse();

    GitId second = committed("second");
    forget();
    now.set(now.get().plus(MirrorUpkeep.PRUNED_EVERY).minusMillis(1));
    upkeep.pass(/* first= */ false);
    assertThat(has(second)).isTrue();
    now.set(now.get().plusMillis(1));
    upkeep.pass(/* first= */ false);
    assertThat(has(second)).isFalse();
  }

  @Test
  void aMirrorThatCannotBeLookedAfterKeepsNoOtherFromIt() throws Exception {
    repositories.register(new Identifier("bad"), origin.directory(), "op");
    repositories.register(new Identifier("none"), origin.directory(), "op");
    Files.createDirectory(mirrors.place("bad"));
    mirror.pin("main", "nobody");
    upkeep.pass(/* first= */ true);
    assertThat(mirror.pins()).isEmpty();
    assertThat(mirrors.place("none")).as("none is made for it").doesNotExist();
  }

  @Test
  void itLooksAtTheStartAndAgainAndAgainUntilItIsStopped() throws Exception {
    mirror.pin("main", "nobody");
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.afterPropertiesSet();
    Repetition repeated = upkeep.every(Duration.ofMillis(20), scheduler);
    repeated.start();
    assertThat(mirror.pins()).as("the start waits for the first look").isEmpty();
    assertThat(repeated.isRunning()).isTrue();
    try {
      for (String runId : List.of("second", "third")) {
        opened(runId);
        sealStaged(runId, RunStatus.COMPLETED, Verdict.FAILED);
        await(runId);
      }
    } finally {
      repeated.stop();
    }
    assertThat(repeated.isRunning()).isFalse();
  }

  private void await(String runId) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (mirror.pins().contains(runId)) {
      assertThat(System.nanoTime()).as("the pin of " + runId + " ends").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private GitId committed(String name) throws Exception {
    origin.write(name, name + "\n").commit();
    mirror.refresh();
    return mirror.resolve("main").commit();
  }

  /** The last commit, as a rewritten and cleaned repository does. */
  private void forget() throws Exception {
    origin.script(FORGET);
    mirror.refresh();
  }

  private boolean has(GitId commit) throws Exception {
    Process git =
        new ProcessBuilder(
                "git",
                "--git-dir=" + mirrors.place("repo"),
                "-c",
                "safe.directory=*",
                "cat-file",
                "-e",
                commit.hex())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return git.waitFor() == 0;
  }

  private void merge(String runId) {
    var _ =
        merges.done(
            merges.intend(
                runId,
                Digest.of(runId.getBytes(UTF_8)),
                "gatehouse/" + runId,
                new GitId("1".repeat(40)),
                new MergeIntended.Target("main", new GitId("2".repeat(40))),
                /* unrelatedBase= */ false,
                "op"));
  }

  private void sealed(String runId, RunStatus status, Verdict verdict) throws IOException {
    opened(runId);
    sealStaged(runId, status, verdict);
  }

  /** A run that was opened, and whose folder nobody writes to now. */
  private void opened(String runId) {
    Profile profile = ProfileLoader.shipped("default");
    PinnedRevision pinned = mirror.pin("main", runId);
    RunRecord record =
        new RunRecord(
            runId,
            "repo",
            "task",
            "do it",
            "main",
            pinned.commit(),
            pinned.tree(),
            profile.name(),
            profile.sha256(),
            "tester",
            new RunRecord.Image("sha256:" + "2".repeat(64), ""),
            "test",
            START);
    OpenFolder.create(
            data.staging(),
            record,
            RunTerms.of(profile.toJson()),
            new Event.RunBegun(START, "tester"))
        .close();
  }

  private void sealStaged(String runId, RunStatus status, Verdict verdict) throws IOException {
    try (OpenFolder folder = OpenFolder.recover(data.staging(), runId);
        PinnedTree base = mirror.tree(folder.run().baseCommit())) {
      folder.append(new Event.RunEnded(START, status));
      folder.force();
      folder.writeData("tree.json", base.tree().toJson().canonical());
      folder.writeData("diff.patch", new byte[0]);
      folder.checkpoint(keys);
      Optional<Digest> report = Optional.empty();
      if (verdict != Verdict.NONE) {
        byte[] bytes = report(verdict);
        GitId tree = base.tree().gitTree();
        folder.writeData(
            "verifier_report.json",
            new VerifierReport(tree, tree, List.of(), List.of()).toJson().canonical());
        folder.writeData("gate_report.json", bytes);
        report = Optional.of(Digest.of(bytes));
      }
      Sealing.seal(
          folder,
          keys,
          new SealInputs(status, verdict, report, Optional.of(base.tree().gitTree()), START),
          data.runs());
    }
  }

  private static byte[] report(Verdict verdict) {
    Json result =
        Json.object()
            .put("gate", "verification")
            .put("status", verdict == Verdict.PASSED ? "PASS" : "FAIL")
            .put("findings", Json.Arr.ofStrings(List.of()))
            .build();
    return Json.object()
        .put("verdict", verdict.name())
        .put("results", new Json.Arr(List.of(result)))
        .build()
        .canonical();
  }
}
