package dev.gatehouse.evidence.folder;

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
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small honest run: one inline write, one blob, one refusal, one approved change. */
public final class SampleRun {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  public static final Json.Obj POLICY =
      Json.object().put("name", "default").put("gates", Json.Arr.ofStrings(List.of())).build();

  public static final byte[] OLD = "print('old')\n".getBytes(UTF_8);
  public static final byte[] NEW = "print('new')\n".getBytes(UTF_8);
  public static final byte[] LARGE = "large line\n".repeat(1000).getBytes(UTF_8);
  public static final byte[] OUTPUT = "1 passed\n".repeat(600).getBytes(UTF_8);
  public static final byte[] DIFF = "diff --git a/src/calc.py b/src/calc.py\n".getBytes(UTF_8);
  public static final byte[] CI = "steps: []\n".getBytes(UTF_8);

  public static final Tree BASE =
      new Tree(
          new TreeMap<>(
              Map.of(
                  TreePath.of("src/calc.py"),
                  FileVersion.of(FileMode.REGULAR, OLD),
                  TreePath.of("run.sh"),
                  FileVersion.of(FileMode.EXECUTABLE, "ls\n".getBytes(UTF_8)),
                  new TreePath("b\u00ff"),
                  FileVersion.of(FileMode.REGULAR, new byte[] {1, 2}))));

  private static final Change CALC = change("src/calc.py", Optional.of(OLD), NEW);
  private static final Change DATA = change("data.txt", Optional.empty(), LARGE);
  private static final Change WORKFLOW = change(".ci/build.yml", Optional.empty(), CI);
  public static final Tree RESULT = BASE.with(ChangeSet.of(CALC, DATA, WORKFLOW));

  private SampleRun() {}

  public static RunRecord record(String runId) {
    return record(runId, new GitId("1".repeat(40)));
  }

  public static RunRecord record(String runId, GitId baseCommit) {
    return record(FormatVersion.CURRENT, runId, baseCommit);
  }

  public static RunRecord record(FormatVersion format, String runId) {
    return record(format, runId, new GitId("1".repeat(40)));
  }

  private static RunRecord record(FormatVersion format, String runId, GitId baseCommit) {
    return new RunRecord(
        format,
        runId,
        "calc",
        "task-1",
        "mend the sum",
        "main",
        baseCommit,
        BASE.gitTree(),
        "default",
        Digest.of(POLICY.canonical()),
        "worker",
        new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
        "0.1.0",
        START,
        opening(format));
  }

  private static Optional<RunRecord.Opening> opening(FormatVersion format) {
    return format.includes(FormatVersion.TWO)
        ? Optional.of(new RunRecord.Opening(new Identifier("key-1"), Digest.of(new byte[] {1})))
        : Optional.empty();
  }

  /** A folder in {@code staging} with everything before the run's end. */
  public static OpenFolder open(Path staging, String runId) {
    return fill(OpenFolder.create(staging, record(runId), RunTerms.of(POLICY)));
  }

  /** Writes everything before the run's end. */
  public static OpenFolder fill(OpenFolder folder) {
    String runId = folder.run().runId();
    folder.append(new Event.RunBegun(START, "worker"));
    folder.append(new Event.LeaseTaken(START, "worker", 1));
    intend(folder, "c1", "file.write");
    end(folder, "c1", CALC, List.of(new InlineContent(OLD), new InlineContent(NEW)));
    intend(folder, "c2", "exec.run");
    folder.putBlob(LARGE);
    folder.putBlob(OUTPUT);
    end(folder, "c2", DATA, List.of());
    folder.append(new Event.CallConfirmed(START, "c2", true, Json.object().build()));
    folder.append(refusal());
    Approval approval = approval(runId);
    folder.append(new Event.ApprovalRequested(START, approval, List.of(new InlineContent(CI))));
    folder.append(
        new Event.ApprovalSettled(
            START,
            "a1",
            Approval.State.COMMITTED,
            "alice",
            "fine",
            approval.proposalSha256().hex()));
    folder.force();
    return folder;
  }

  /** Ends the run and writes what belongs to its end, up to the verifier's report. */
  public static void finish(OpenFolder folder) {
    folder.append(new Event.RunSubmitted(START.plusSeconds(5), "agent:worker"));
    end(folder, RunStatus.COMPLETED);
    writeResult(folder);
  }

  /** What is computed of a run that has ended. */
  public static void writeResult(OpenFolder folder) {
    folder.writeData("tree.json", RESULT.toJson().canonical());
    folder.writeData("diff.patch", DIFF);
    folder.writeData(
        "verifier_report.json",
        new VerifierReport(RESULT.gitTree(), RESULT.gitTree(), List.of(), List.of())
            .toJson()
            .canonical());
  }

  /** The last event, durable. */
  public static void end(OpenFolder folder, RunStatus status) {
    folder.append(new Event.RunEnded(START.plusSeconds(6), status));
    folder.force();
  }

  /** A gate report of this verdict. */
  public static byte[] gateReport(String verdict) {
    Json result =
        Json.object()
            .put("gate", "verification")
            .put("status", verdict.equals("PASSED") ? "PASS" : "FAIL")
            .put("findings", Json.Arr.ofStrings(List.of()))
            .build();
    return Json.object()
        .put("verdict", verdict)
        .put("results", new Json.Arr(List.of(result)))
        .build()
        .canonical();
  }

  /** The facts of the completed run under this verdict. */
  public static SealInputs facts(SealInputs.Verdict verdict) {
    return new SealInputs(
        RunStatus.COMPLETED,
        verdict,
        Optional.of(Digest.of(gateReport(verdict.name()))),
        Optional.of(RESULT.gitTree()),
        START.plusSeconds(9));
  }

  /** A whole run, passed and sealed. */
  public static SealedFolder sealed(Path staging, Path runs, String runId, SigningKeys keys) {
    return seal(open(staging, runId), DIFF, runs, keys);
  }

  /** Ends an open run and seals it as passed. */
  public static SealedFolder seal(OpenFolder open, byte[] diff, Path runs, SigningKeys keys) {
    try (OpenFolder folder = open) {
      finish(folder);
      folder.writeData("diff.patch", diff);
      folder.checkpoint(keys);
      folder.writeData("gate_report.json", gateReport("PASSED"));
      return Sealing.seal(folder, keys, facts(SealInputs.Verdict.PASSED), runs);
    }
  }

  public static Approval approval(String runId) {
    return new Approval(
        "a1",
        runId,
        "c3",
        WORKFLOW,
        Digest.of(POLICY.canonical()),
        "protected.ci",
        "OPERATOR",
        "nonce-1",
        START,
        START.plusSeconds(600));
  }

  private static Event.CallRefused refusal() {
    return new Event.CallRefused(
        START,
        "c4",
        "agent:worker",
        "file.read",
        "POLICY_DENIED",
        "credentials are not read",
        new CallRequest.Inline(Json.object().put("path", ".env").build()),
        Optional.of(Decision.deny("denied.env", "credentials are not read", "read another file")));
  }

  private static void intend(OpenFolder folder, String callId, String op) {
    folder.append(
        new Event.CallIntended(
            START,
            callId,
            "agent:worker",
            1,
            Optional.of("key-" + callId),
            op,
            new CallRequest.Inline(Json.object().build()),
            Digest.of(callId.getBytes(UTF_8)).hex(),
            Decision.allow("write.source", "source may be written"),
            Optional.empty()));
  }

  private static void end(
      OpenFolder folder, String callId, Change change, List<InlineContent> contents) {
    PathOutcome outcome =
        new PathOutcome(
            change.path().toTreePath(),
            PathOutcome.Disposition.COMMITTED,
            Decision.allow("write.source", "source may be written"),
            change.before(),
            change.after(),
            Optional.empty());
    Json.Obj stdout = Json.object().put("blobSha256", Digest.of(OUTPUT).hex()).build();
    Json.Builder answer = Json.object().put("callId", callId);
    if (callId.equals("c2")) {
      answer.put("stdout", stdout);
    }
    folder.append(
        new Event.CallEnded(
            START, callId, CallStatus.DONE, answer.build(), List.of(outcome), contents));
  }

  private static Change change(String path, Optional<byte[]> before, byte[] after) {
    return new Change(
        WorkspacePath.parse(path),
        before.map(bytes -> FileVersion.of(FileMode.REGULAR, bytes)),
        Optional.of(FileVersion.of(FileMode.REGULAR, after)));
  }
}
