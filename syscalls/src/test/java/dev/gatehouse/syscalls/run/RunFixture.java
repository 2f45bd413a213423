package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.FakeSandboxEngine;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.limit.RunUids;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.posix.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One gateway's worth of runs in a temporary directory, on the real engine. */
final class RunFixture implements AutoCloseable {
  static final String AGENT = "tester";
  static final String WORKFLOW = ".github/workflows/ci.yml";

  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final Profile SHIPPED = ProfileLoader.shipped("contained");

  final Path data;
  final MovableClock clock = new MovableClock(Instant.parse("2026-01-02T03:04:05Z"));
  final OpenRunRegistry runs;
  final RunFactory factory;
  final SyscallDispatcher dispatcher;
  final ApprovalQueue approvalQueue;
  private final SandboxEngine sandboxes;
  private final String owner;
  private final Map<Digest, byte[]> contents = new HashMap<>();
  private Profile profile = SHIPPED;
  private final TreeMap<TreePath, FileVersion> files = new TreeMap<>();

  RunFixture(Path data, String owner) throws IOException {
    this(data, owner, DockerSandboxEngine.connect(EngineSettings.usual()));
  }

  RunFixture(Path data, String owner, SandboxEngine sandboxes) throws IOException {
    this(data, owner, sandboxes, RunBounds.DEFAULT, users());
  }

  /** Runs with these bounds, and an owner whose label begins with {@code name}. */
  RunFixture(Path data, String name, RunBounds bounds) throws IOException {
    this(data, name, bounds, users());
  }

  /** The same for so many users. */
  RunFixture(Path data, String name, RunBounds bounds, RunUids uids) throws IOException {
    this(
        data,
        name + "-" + System.nanoTime(),
        DockerSandboxEngine.connect(EngineSettings.usual()),
        bounds,
        uids);
  }

  private RunFixture(
      Path data, String owner, SandboxEngine sandboxes, RunBounds bounds, RunUids uids)
      throws IOException {
    this.data = data;
    this.owner = owner;
    this.sandboxes = sandboxes;
    Files.createDirectories(data.resolve("staging"));
    Files.createDirectories(data.resolve("workspaces"));
    this.runs = new OpenRunRegistry(uids, runId -> {});
    this.factory =
        new RunFactory(
            runs,
            new RunPlaces(data.resolve("staging"), data.resolve("workspaces"), "test"),
            new SandboxSetup(sandboxes, owner, "gatehouse/sandbox:local"),
            bounds,
            clock,
            new CountedIds());
    this.dispatcher = new SyscallDispatcher(runs, StorageRoom.PLENTY);
    this.approvalQueue = new ApprovalQueue(runs);
  }

  /** The same where commands do nothing. */
  static RunFixture without(Path data) throws IOException {
    return without(data, new FakeSandboxEngine(Files.createDirectory(data.resolve("layers"))));
  }

  /** Runs on an engine without containers; needs neither root nor Docker. */
  static RunFixture without(Path data, SandboxEngine fake) throws IOException {
    Owner self = Owner.ofThisProcess();
    RunUids uids = self.uid() == 0 ? users() : new RunUids(self.uid(), /* count= */ 1);
    return new RunFixture(data, "fake", fake, RunBounds.DEFAULT, uids);
  }

  private static RunUids users() {
    return new RunUids(210_000, 100);
  }

  SandboxEngine sandboxes() {
    return sandboxes;
  }

  /** A base with sources, a workflow that is held, and a file that may not be read. */
  RunFixture withProject() {
    return with("src/a.txt", "alpha\n")
        .with("src/b.txt", "beta\n")
        .with("src/dir/c.txt", "gamma\n")
        .with(WORKFLOW, "on: push\n")
        .with(".env", "SECRET=canary\n");
  }

  RunFixture with(String path, String text) {
    return with(path, FileMode.REGULAR, text);
  }

  RunFixture with(String path, FileMode mode, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    contents.put(Digest.of(bytes), bytes);
    files.put(TreePath.of(path), FileVersion.of(mode, bytes));
    return this;
  }

  ContentSource contents() {
    return version -> {
      byte[] bytes = contents.get(version.sha256());
      if (bytes == null) {
        throw new IllegalStateException("no such content");
      }
      return bytes;
    };
  }

  Tree base() {
    return new Tree(files);
  }

  /** Runs open under {@code other} from now on, where a test names no profile. */
  RunFixture under(Profile other) {
    profile = other;
    return this;
  }

  OpenRun open(String runId) {
    return open(runId, profile);
  }

  OpenRun open(String runId, Profile opened) {
    return open(runId, opened, AGENT);
  }

  OpenRun open(String runId, String agent) {
    return open(runId, profile, agent);
  }

  private OpenRun open(String runId, Profile opened, String agent) {
    return factory.start(
        new RunStart(
            runId,
            "repo",
            "task",
            "do it",
            "main",
            new GitId("0123456789012345678901234567890123456789"),
            base(),
            contents(),
            opened,
            agent,
            new RunRecord.Opening(
                new Identifier("opening-" + runId), Digest.of(runId.getBytes(UTF_8)))));
  }

  /** What a new process would do with the run that this one leaves. */
  OpenRun recover(String runId) {
    OpenFolder folder = OpenFolder.recover(data.resolve("staging"), runId);
    if (runs.lookUp(runId).isEmpty()) {
      runs.unopened().add(folder.run());
    }
    UnopenedRun run = (UnopenedRun) runs.lookUp(runId).orElseThrow();
    return factory.recover(run, folder, base(), contents());
  }

  /** A key that no call had. */
  static Identifier key() {
    return new Identifier("k" + KEYS.incrementAndGet());
  }

  Caller caller(OpenRun run) {
    return caller(run, key().text());
  }

  Caller caller(OpenRun run, String key) {
    return new Caller(
        run.id(), AGENT, run.fence(), Optional.of(new Identifier(key)), Duration.ofSeconds(30));
  }

  Answer.CommandRan shell(OpenRun run, String script) {
    return (Answer.CommandRan) call(caller(run), command(script));
  }

  static Syscall.ExecRun command(String script) {
    return new Syscall.ExecRun(
        new CommandRequest.Shell(script), Optional.empty(), new byte[0], Optional.empty());
  }

  Answer.FileChanged write(OpenRun run, String path, String replaces, String text) {
    return (Answer.FileChanged) call(caller(run), writing(path, replaces, text));
  }

  static Syscall.FileWrite writing(String path, String replaces, String text) {
    return new Syscall.FileWrite(
        WorkspacePath.parse(path),
        replaces.equals("absent") ? Optional.empty() : Optional.of(new Digest(replaces)),
        text.getBytes(UTF_8),
        /* executable= */ false);
  }

  String read(OpenRun run, String path) {
    Answer.FileContent content =
        (Answer.FileContent)
            call(caller(run), new Syscall.FileRead(WorkspacePath.parse(path), 1 << 20));
    return new String(content.content(), UTF_8);
  }

  Answer call(Caller caller, Syscall syscall) {
    return dispatcher.call(caller, syscall.name(), () -> syscall);
  }

  static String sha256(String text) {
    return Digest.of(text.getBytes(UTF_8)).hex();
  }

  @Override
  public void close() {
    runs.all().forEach(runs::release);
    sandboxes.reap(owner, run -> false);
    sandboxes.close();
  }
}
