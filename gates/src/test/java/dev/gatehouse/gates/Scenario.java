package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Evidence as an honest gateway leaves it, with every part open to be changed before it is written
 * as a real run folder.
 */
final class Scenario {
  static final Profile PROFILE = BaseFiles.profile("golden.yaml");
  static final String AGENT = "bot";
  static final RunRecord.Image IMAGE =
      new RunRecord.Image("sha256:" + "ab".repeat(32), "cd".repeat(32));

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  final List<Event> events = new ArrayList<>();
  final TreeMap<TreePath, Optional<FileVersion>> approved = new TreeMap<>();
  FormatVersion format = FormatVersion.CURRENT;
  Profile profile = PROFILE;
  Tree base;
  Tree tree;
  UnaryOperator<RunRecord> genesis = run -> run;
  Optional<Json.Obj> snapshot = Optional.empty();
  Optional<byte[]> treeFile = Optional.empty();
  List<String> removed = List.of();
  final Map<String, byte[]> replaced = new TreeMap<>();
  Optional<byte[]> diff = Optional.of("diff\n".getBytes(UTF_8));
  Optional<VerifierReport> report = Optional.empty();
  Optional<ClosingFailure> failure = Optional.empty();

  /** What the judges of its steps say, where its format can tell it. */
  final Judges judges = new Judges();

  /** Blobs of the folder, by digest. */
  final TreeMap<String, byte[]> contents = new TreeMap<>();

  final Map<String, byte[]> texts = new TreeMap<>();

  /** What the folder says that the policy takes because of the base. */
  Function<Json.Obj, Optional<Json.Obj>> recordedClosure = Optional::of;

  private final ScenarioPolicy policies = new ScenarioPolicy();
  private int calls;
  private int containers;
  private long seconds;

  /** A run that has begun on the given base. */
  Scenario(Map<String, String> files) {
    TreeMap<TreePath, FileVersion> versions = new TreeMap<>();
    files.forEach((path, content) -> {
      FileVersion version = BaseFiles.version(content);
      versions.put(TreePath.of(path), version);
      texts.put(version.sha256().hex(), BaseFiles.bytes(content));
    });
    base = new Tree(versions);
    tree = base;
    events.add(new Event.RunBegun(now(), AGENT));
    events.add(new Event.LeaseTaken(now(), AGENT, 1));
  }

  static Scenario small() {
    return new Scenario(Map.of("calc.py", "old\n", "test_calc.py", "test\n", "Makefile", "all:\n"));
  }

  /** A run with one of everything, submitted, verified, ended. */
  static Scenario whole() {
    Scenario run = small();
    run.read("calc.py");
    run.write("calc.py", "new\n");
    run.write("notes.txt", "x".repeat(5000));
    run.exec(
        new CommandRequest.Shell("sed -i s/a/b/ test_calc.py; touch x.pyc .env a/.git"),
        Map.of(
            "test_calc.py", "test 2\n",
            "x.pyc", "code",
            ".env", "secret",
            "a/.git", "gitdir: x",
            "sub/new.py", "new file\n"));
    run.exec(new CommandRequest.Argv(List.of("python3", "-m", "pytest", "-q")), Map.of());
    run.refuse("file.write", ".github/../x", "PATH_DOTS");
    run.approve(run.write("Makefile", "all: test\n"));
    run.delete("notes.txt");
    return run.verified().end();
  }

  static FileVersion version(String content) {
    return FileVersion.of(FileMode.REGULAR, content.getBytes(UTF_8));
  }

  Instant now() {
    return START.plusSeconds(seconds++);
  }

  private Policy policy() {
    return policies.of(this);
  }

  String read(String path) {
    String callId = call();
    Decision decision = policy().read(WorkspacePath.parse(path)).decision();
    intent(
        callId,
        "file.read",
        Json.object().put("path", path).put("maxBytes", 100).build(),
        decision,
        false);
    events.add(
        new Event.CallEnded(
            now(), callId, CallStatus.DONE, Json.object().build(), List.of(), List.of()));
    return callId;
  }

  /** Writes; where the path is protected, the answer is the id of its approval. */
  String write(String path, String content) {
    FileVersion after = version(content);
    Optional<FileVersion> before = tree.file(TreePath.of(path));
    return change(
        "file.write",
        path,
        Optional.of(after),
        Optional.of(content),
        Json.object()
            .put("path", path)
            .put("replaces", before.map(v -> v.sha256().hex()).orElse("absent"))
            .put("sha256", after.sha256().hex())
            .put("size", after.size())
            .put("executable", false)
            .build());
  }

  String delete(String path) {
    FileVersion before = tree.file(TreePath.of(path)).orElseThrow();
    return change(
        "file.delete",
        path,
        Optional.empty(),
        Optional.empty(),
        Json.object().put("path", path).put("replaces", before.sha256().hex()).build());
  }

  private String change(
      String op,
      String path,
      Optional<FileVersion> after,
      Optional<String> content,
      Json.Obj request) {
    String callId = call();
    WorkspacePath parsed = WorkspacePath.parse(path);
    PathDecision decided =
        policy().write(parsed, base.file(TreePath.of(path)).isPresent(), ChangeOrigin.FILE);
    intent(callId, op, request, decided.decision(), true);
    Change change = new Change(parsed, tree.file(TreePath.of(path)), after);
    keep(change.before(), content);
    List<PathOutcome> paths = List.of(settle(callId, change, decided));
    events.add(
        new Event.CallEnded(
            now(),
            callId,
            CallStatus.DONE,
            Json.object().put("disposition", paths.getFirst().disposition().name()).build(),
            paths,
            List.of()));
    return paths.getFirst().approvalId().orElse(callId);
  }

  /** A command that writes these files. */
  String exec(CommandRequest request, Map<String, String> written) {
    String callId = call();
    Decision decision = policy().command(request);
    events.add(
        new Event.CallIntended(
            now(),
            callId,
            "agent:" + AGENT,
            1,
            Optional.of("key-" + callId),
            "exec.run",
            new CallRequest.Inline(request.putInto(Json.object()).build()),
            "00",
            decision,
            Optional.of(isolation())));
    List<PathOutcome> paths = new ArrayList<>();
    new TreeMap<>(written)
        .forEach((path, content) -> {
          WorkspacePath parsed = WorkspacePath.parse(path);
          PathDecision decided =
              policy()
                  .write(parsed, base.file(TreePath.of(path)).isPresent(), ChangeOrigin.COMMAND);
          Change change =
              new Change(parsed, tree.file(TreePath.of(path)), Optional.of(version(content)));
          if (decided.decision().outcome() != Decision.Outcome.DENY
              && decided.zone() == Destination.RESULT) {
            keep(change.before(), Optional.of(content));
          }
          paths.add(settle(callId, change, decided));
        });
    byte[] head = "output\n".getBytes(UTF_8);
    blob(head);
    Json.Obj stream =
        Json.object()
            .put("bytes", head.length)
            .put("sha256", Digest.of(head).hex())
            .put("headSha256", Digest.of(head).hex())
            .put("truncated", false)
            .build();
    Json.Obj answer =
        Json.object()
            .put("ending", "EXITED")
            .put("exitCode", 0)
            .put("millis", 5)
            .put("stdout", stream)
            .put("stderr", stream)
            .put("networkAttempts", 0)
            .build();
    events.add(new Event.CallEnded(now(), callId, CallStatus.DONE, answer, paths, List.of()));
    events.add(
        new Event.CallConfirmed(now(), callId, true, Json.object().put("exitCode", 0).build()));
    return callId;
  }

  /** What the policy says of reading a path that it denies. */
  static Decision denial(String path) {
    return new Policy(PROFILE).read(WorkspacePath.parse(path)).decision();
  }

  void refuse(String op, String path, String code) {
    events.add(
        new Event.CallRefused(
            now(),
            call(),
            "agent:" + AGENT,
            op,
            code,
            "no",
            new CallRequest.Inline(Json.object().put("path", path).build()),
            Optional.empty()));
  }

  void approve(String approvalId) {
    settle(approvalId, Approval.State.COMMITTED, "ada", now());
  }

  void settle(String approvalId, Approval.State state, String by, Instant at) {
    Approval approval = approval(approvalId);
    events.add(
        new Event.ApprovalSettled(at, approvalId, state, by, "", approval.proposalSha256().hex()));
    if (state == Approval.State.COMMITTED) {
      tree = tree.with(ChangeSet.of(approval.change()));
      approved.put(approval.change().path().toTreePath(), approval.change().after());
    }
  }

  Approval approval(String approvalId) {
    return events.stream()
        .filter(Event.ApprovalRequested.class::isInstance)
        .map(event -> ((Event.ApprovalRequested) event).approval())
        .filter(approval -> approval.approvalId().equals(approvalId))
        .findFirst()
        .orElseThrow();
  }

  private PathOutcome settle(String callId, Change change, PathDecision decided) {
    Optional<String> approvalId = Optional.empty();
    Disposition disposition =
        switch (decided.decision().outcome()) {
          case ALLOW ->
              decided.zone() == Destination.SCRATCH ? Disposition.SCRATCH : Disposition.COMMITTED;
          case HOLD -> Disposition.HELD;
          case DENY -> Disposition.DROPPED;
        };
    if (disposition == Disposition.COMMITTED) {
      tree = tree.with(ChangeSet.of(change));
    }
    if (disposition == Disposition.HELD) {
      Instant at = now();
      Approval approval =
          new Approval(
              "approval-" + callId,
              "run-1",
              callId,
              change,
              profile.sha256(),
              decided.decision().rule(),
              decided.approverRole().orElseThrow(),
              "nonce",
              at,
              at.plusSeconds(profile.limits().approvalSeconds()));
      events.add(new Event.ApprovalRequested(at, approval, List.of()));
      approvalId = Optional.of(approval.approvalId());
    }
    boolean kept = disposition == Disposition.COMMITTED || disposition == Disposition.HELD;
    return new PathOutcome(
        change.path().toTreePath(),
        disposition,
        decided.decision(),
        kept ? change.before() : Optional.empty(),
        kept ? change.after() : Optional.empty(),
        approvalId);
  }

  private String call() {
    calls++;
    return "call-" + calls;
  }

  private void intent(
      String callId, String op, Json.Obj request, Decision decision, boolean changes) {
    events.add(
        new Event.CallIntended(
            now(),
            callId,
            "agent:" + AGENT,
            1,
            changes ? Optional.of("key-" + callId) : Optional.empty(),
            op,
            new CallRequest.Inline(request),
            Digest.of(request.canonical()).hex(),
            decision,
            Optional.empty()));
  }

  private void keep(Optional<FileVersion> before, Optional<String> after) {
    before
        .map(version -> version.sha256().hex())
        .ifPresent(hex -> contents.putIfAbsent(hex, texts.get(hex)));
    after.ifPresent(text -> blob(text.getBytes(UTF_8)));
  }

  private String blob(byte[] content) {
    String hex = Digest.of(content).hex();
    contents.put(hex, content);
    texts.put(hex, content);
    return hex;
  }

  /** The confinement of a fresh container, as the product's sandbox reads it back. */
  Json.Obj isolation() {
    containers++;
    return FreshContainer.isolation(containers);
  }

  /** An honest verifier's report on the tree as it is. */
  Scenario verified() {
    return verified(UnaryOperator.identity());
  }

  /** A verifier's report, each step changed on the way. */
  Scenario verified(UnaryOperator<VerifiedStep> edit) {
    VerifiedTree verified =
        VerifiedTree.of(
            profile.verification(), NameRules.CURRENT, policy().closure(), base, tree, approved);
    byte[] xml = "<testsuite/>".getBytes(UTF_8);
    blob(xml);
    byte[] out = "1 passed\n".getBytes(UTF_8);
    blob(out);
    StepOutput output =
        new StepOutput(Digest.of(out).hex(), out.length, Digest.of(out).hex(), false);
    List<VerifiedStep> steps =
        profile.verification().steps().stream()
            .map(step ->
                new VerifiedStep(
                    step.id(),
                    step.processArgv(),
                    "EXITED",
                    0,
                    true,
                    7,
                    output,
                    output,
                    Optional.of(
                        new TestResults(
                            Digest.of(xml).hex(), List.of("t::a"), List.of(), List.of())),
                    Optional.empty(),
                    isolation()))
            .map(edit)
            .toList();
    report =
        Optional.of(
            new VerifierReport(
                tree.gitTree(), verified.tree().gitTree(), verified.control(), steps));
    return this;
  }

  Scenario end() {
    events.add(new Event.RunSubmitted(now(), "agent:" + AGENT));
    events.add(new Event.RunEnded(now(), RunStatus.COMPLETED));
    return this;
  }

  /** Replaces each event of a kind. */
  <E extends Event> Scenario edit(Class<E> kind, UnaryOperator<E> edit) {
    events.replaceAll(event -> kind.isInstance(event) ? edit.apply(kind.cast(event)) : event);
    return this;
  }

  /** Writes all of it as the folder of an open run. */
  Path write(Path staging) {
    RunRecord run =
        new RunRecord(
            format,
            "run-1",
            "repo",
            "task-1",
            "mend it",
            "main",
            GitId.ofBlob(new byte[0]),
            base.gitTree(),
            profile.name(),
            profile.sha256(),
            AGENT,
            IMAGE,
            "test",
            START,
            Optional.empty());
    Json.Obj policy = snapshot.orElseGet(profile::toJson);
    Optional<VerifierReport> said = report.map(found -> judges.judged(this, found));
    RunTerms terms = BaseFiles.terms(this, policy);
    try (OpenFolder folder = OpenFolder.create(staging, genesis.apply(run), terms)) {
      contents.values().forEach(folder::putBlob);
      BaseFiles.begun(events, terms).forEach(folder::append);
      folder.force();
      folder.writeData("tree.json", treeFile.orElseGet(() -> tree.toJson().canonical()));
      diff.ifPresent(patch -> folder.writeData("diff.patch", patch));
      said.ifPresent(found -> folder.writeData("verifier_report.json", found.toJson().canonical()));
      failure.ifPresent(why -> folder.writeData("failure.json", why.toJson().canonical()));
      for (String name : removed) {
        Files.delete(folder.path().resolve(name));
      }
      for (Map.Entry<String, byte[]> file : replaced.entrySet()) {
        Files.write(folder.path().resolve(file.getKey()), file.getValue());
      }
      return folder.path();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The report on this run as a folder of that format. */
  GateReport judge(Path staging, FormatVersion version) {
    format = version;
    return judge(staging);
  }

  GateReport judge(Path staging) {
    return Gates.evaluate(RunEvidence.read(write(staging)));
  }
}
