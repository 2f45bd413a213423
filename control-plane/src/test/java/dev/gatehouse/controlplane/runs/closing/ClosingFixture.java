package dev.gatehouse.controlplane.runs.closing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.controlplane.runs.IndexedFolders;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.controlplane.runs.UlidGenerator;
import dev.gatehouse.controlplane.runs.recovery.BrokenRuns;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunPlaces;
import dev.gatehouse.syscalls.run.RunStart;
import dev.gatehouse.syscalls.run.UnopenedRun;
import dev.gatehouse.verifier.Verifier;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedRevision;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Runs over a real repository and engine, closed by whatever acts a test gives. */
public final class ClosingFixture implements AutoCloseable {
  private static final int PLACES = 8;
  private static final String AGENT = "tester";
  private static final Profile SHIPPED = ProfileLoader.shipped("contained");
  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

  public final Path sealed;
  public final Path staging;
  public final OpenRunRegistry runs;
  final RunFactory factory;

  /** How far the time of the runs is ahead of the machine's. */
  volatile Duration runsAhead = Duration.ZERO;

  final ApprovalQueue approvalQueue;
  final SigningKeys keys;
  public final RunIndex index;
  public final SealedRuns sealedRuns;
  private final Path workspaces;
  private final SyscallDispatcher dispatcher;
  private final StorageRoom room = this::require;
  private final Mirror mirror;
  private final SandboxEngine sandboxes;
  private final SandboxSetup setup;
  private final String owner = "closing-tests-" + System.nanoTime();
  private volatile Duration ahead = Duration.ZERO;

  /** Whether the data directory has no room. */
  public volatile boolean full;

  /** Over a small repository of its own. */
  public ClosingFixture(Path directory) throws Exception {
    this(directory, BaseRepository.create(directory.resolve("origin")).directory());
  }

  public ClosingFixture(Path directory, Path origin) throws IOException {
    sealed = Files.createDirectories(directory.resolve("runs"));
    staging = Files.createDirectories(directory.resolve("staging"));
    workspaces = Files.createDirectories(directory.resolve("workspaces"));
    keys = SigningKeys.loadOrCreate(directory.resolve("keys"));
    mirror = Mirror.create(directory.resolve("mirror.git"), origin);
    sandboxes = DockerSandboxEngine.connect(EngineSettings.usual());
    setup = new SandboxSetup(sandboxes, owner, "gatehouse/sandbox:local");
    runs = new OpenRunRegistry(new RunUids(220_000, 100), runId -> {});
    factory =
        new RunFactory(
            runs,
            new RunPlaces(staging, workspaces, "test"),
            setup,
            RunBounds.DEFAULT,
            () -> Instant.now().plus(runsAhead),
            new UlidGenerator(Clock.systemUTC(), new SplittableRandom()));
    dispatcher = new SyscallDispatcher(runs, room);
    approvalQueue = new ApprovalQueue(runs);
    index = IndexedFolders.index(sealed);
    sealedRuns = IndexedFolders.of(sealed, index);
  }

  private void require(StorageRoom.Need need, long bytes) {
    if (full) {
      throw new SyscallException(
          SyscallErrorCode.STORAGE_FULL,
          "no room for a %s of %s bytes".formatted(need, bytes),
          "make room");
    }
  }

  /** What has broken runs opened again. */
  public BrokenRuns broken(RunSealer sealer) {
    return new BrokenRuns(runs, room, sealer::has);
  }

  /** Opens the next run that waits to be opened, as the gateway does. */
  public OpenRun reopenNext() {
    UnopenedRun next = runs.unopened().next(run -> true).orElseThrow();
    OpenFolder folder = OpenFolder.recover(staging, next.id());
    try (PinnedTree base = mirror.tree(next.record().baseCommit())) {
      return factory.recover(next, folder, base.tree(), base.contents());
    }
  }

  /** The time of the sealer, which a test moves. */
  InstantSource clock() {
    return () -> Instant.now().plus(ahead);
  }

  public void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  public OpenRun open(String runId) {
    return open(runId, AGENT, SHIPPED);
  }

  /** A run whose plan is one step that succeeds. */
  public OpenRun openVerified(String runId) {
    return openVerified(runId, AGENT);
  }

  /** The same, of that agent. */
  OpenRun openVerified(String runId, String agent) {
    return open(
        runId,
        agent,
        SHIPPED.withSteps("stepped", List.of(VerificationStep.shell("true", "true", 60))));
  }

  private OpenRun open(String runId, String agent, Profile profile) {
    PinnedRevision pinned = mirror.pin("main", runId);
    try (PinnedTree base = mirror.tree(pinned.commit())) {
      return factory.start(
          new RunStart(
              runId,
              "repo",
              "task",
              "do it",
              "main",
              pinned.commit(),
              base.tree(),
              base.contents(),
              profile,
              agent,
              new RunRecord.Opening(
                  new Identifier("opening-" + runId), Digest.of(runId.getBytes(UTF_8)))));
    }
  }

  public Answer.CommandRan shell(OpenRun run, String script) {
    Syscall syscall =
        new Syscall.ExecRun(
            new CommandRequest.Shell(script), Optional.empty(), new byte[0], Optional.empty());
    return (Answer.CommandRan) dispatcher.call(caller(run), syscall.name(), () -> syscall);
  }

  /** A submitted run with a new file and a plan that succeeds. */
  public OpenRun submitted(String runId) {
    OpenRun run = openVerified(runId);
    shell(run, "echo new > new.txt");
    submit(run);
    return run;
  }

  public void submit(OpenRun run) {
    run.submit(caller(run));
  }

  /** An operator who says no to everything that waits. */
  void denyAll(OpenRun run) {
    approvalQueue.waiting().stream()
        .filter(approval -> approval.runId().equals(run.id()))
        .forEach(approval ->
            approvalQueue.decide(
                approval.approvalId(), /* approve= */ false, approval.proposalSha256(), "op", ""));
  }

  private static Caller caller(OpenRun run) {
    return new Caller(
        run.id(),
        run.record().agent(),
        run.fence(),
        Optional.of(new Identifier("k" + KEYS.incrementAndGet())),
        Duration.ofMinutes(2));
  }

  /** What the gateway does. */
  public ClosingActs acts() {
    return new GatewayClosingActs(
        new PlanVerifier(
            new Verifier(sandboxes, new SecureRandom()),
            setup,
            workspaces,
            (_, plan) -> plan.get()),
        name -> mirror,
        keys,
        sealedRuns.directory(),
        sealedRuns::add);
  }

  public RunSealer sealer(ClosingActs acts) {
    return sealer(acts, RunSealer.executor(PLACES));
  }

  /** The same with threads of its own. */
  public RunSealer sealer(ClosingActs acts, ThreadPoolExecutor executor) {
    return new RunSealer(
        runs,
        approvalQueue,
        new RunClosing(runs, acts, keys, Clock.systemUTC()),
        room,
        clock(),
        PLACES,
        executor);
  }

  /** Looks again and again, as the gateway's timer does, until something holds. */
  public void lookUntil(RunSealer sealer, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it holds in time").isLessThan(deadline);
      forward(ClosingQueue.LONGEST_PAUSE);
      sealer.look();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  public void lookUntilSealed(RunSealer sealer, String runId) throws InterruptedException {
    lookUntil(sealer, () -> Files.exists(sealed.resolve(runId)));
  }

  Json.Obj data(String runId, String name) throws IOException {
    return StrictJson.read(Files.readAllBytes(sealed.resolve(runId).resolve("data").resolve(name)));
  }

  @Override
  public void close() {
    runs.all().forEach(runs::release);
    sandboxes.reap(owner, run -> false);
    sandboxes.close();
  }
}
