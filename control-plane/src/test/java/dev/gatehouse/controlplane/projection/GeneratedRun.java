package dev.gatehouse.controlplane.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Makes run folders of random shape and fate, the real way; every choice comes from one seed. */
public final class GeneratedRun {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.000001234Z");
  private static final Json.Obj POLICY = Json.object().put("name", "default").build();
  private static final byte[] CONTENT = "print(1)\n".getBytes(UTF_8);
  private static final FileVersion FILE = FileVersion.of(FileMode.REGULAR, CONTENT);
  private static final Tree TREE = new Tree(new TreeMap<>(Map.of(TreePath.of("a.py"), FILE)));

  /** How far a run gets. */
  public enum Fate {
    OPEN,
    SUBMITTED,
    ENDED,
    SEALED_WITHOUT_GATES,
    CANCELLED,
    PASSED,
    FAILED
  }

  private final DataDirectory data;
  private final SigningKeys keys;
  private final RandomGenerator random;
  private final Consumer<String> changed;
  private int made;

  /**
   * Runs in {@code data}.
   *
   * @param changed hears of each change of a run
   */
  public GeneratedRun(
      DataDirectory data, SigningKeys keys, RandomGenerator random, Consumer<String> changed) {
    this.data = data;
    this.keys = keys;
    this.random = random;
    this.changed = changed;
    try {
      Files.createDirectories(data.staging());
      Files.createDirectories(data.runs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run of random fate; returns its id. */
  public String next() {
    return next(Fate.values()[random.nextInt(Fate.values().length)]);
  }

  /** A run of that fate; returns its id. */
  public String next(Fate fate) {
    return next(fate, "default");
  }

  /** A run of that fate under the profile of that name; returns its id. */
  public String next(Fate fate, String profile) {
    String runId = "run-%04d-%08x".formatted(made, random.nextInt());
    Instant start = START.plus(Duration.ofMillis(made++ / 2));
    RunRecord run =
        new RunRecord(
            runId,
            "repository-" + random.nextInt(2),
            "task-" + random.nextInt(3),
            "do " + random.nextInt(),
            "main",
            new GitId("1".repeat(40)),
            TREE.gitTree(),
            profile,
            Digest.of(POLICY.canonical()),
            "agent-" + random.nextInt(3),
            new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
            "0.1.0",
            start);
    try (OpenFolder folder = OpenFolder.create(data.staging(), run, RunTerms.of(POLICY))) {
      append(folder, new Event.RunBegun(start, run.agent()));
      append(folder, new Event.LeaseTaken(start, run.agent(), 1));
      List<Approval> waiting = work(folder, run);
      if (fate != Fate.OPEN) {
        close(folder, run, fate, waiting);
      }
    }
    return runId;
  }

  private List<Approval> work(OpenFolder folder, RunRecord run) {
    List<Approval> waiting = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Instant at = run.startedAt().plusSeconds(1 + random.nextInt(50));
      switch (random.nextInt(3)) {
        case 0 -> append(folder, new Event.LeaseTaken(at, run.agent(), 2 + waiting.size()));
        case 1 -> {
          Approval approval = approval(run, folder.events().size(), at);
          waiting.add(approval);
          append(
              folder,
              new Event.ApprovalRequested(at, approval, List.of(new InlineContent(CONTENT))));
        }
        default -> {
          if (!waiting.isEmpty()) {
            settle(folder, waiting.removeFirst(), at);
          }
        }
      }
    }
    return waiting;
  }

  private void close(OpenFolder folder, RunRecord run, Fate fate, List<Approval> waiting) {
    Instant at = run.startedAt().plusSeconds(60);
    if (fate == Fate.CANCELLED) {
      Cancellation cancelled = new Cancellation("ada", Role.OPERATOR, "key-1", "no\u0001 use");
      append(folder, new Event.RunEnded(at, RunStatus.CANCELLED, Optional.of(cancelled)));
      seal(folder, fate, at.plusSeconds(2));
      changed.accept(run.runId());
      return;
    }
    append(folder, new Event.RunSubmitted(at, "agent:" + run.agent()));
    if (fate == Fate.SUBMITTED) {
      return;
    }
    if (fate == Fate.PASSED || fate == Fate.FAILED) {
      waiting.forEach(approval -> settle(folder, approval, at));
    }
    append(folder, new Event.RunEnded(at.plusSeconds(1), RunStatus.COMPLETED));
    if (fate != Fate.ENDED) {
      seal(folder, fate, at.plusSeconds(2));
      changed.accept(run.runId());
    }
  }

  private void seal(OpenFolder folder, Fate fate, Instant at) {
    folder.checkpoint(keys);
    Optional<Digest> report = Optional.empty();
    SealInputs.Verdict verdict = SealInputs.Verdict.NONE;
    if (fate == Fate.PASSED || fate == Fate.FAILED) {
      verdict = SealInputs.Verdict.valueOf(fate.name());
      folder.writeData("tree.json", TREE.toJson().canonical());
      folder.writeData("diff.patch", new byte[0]);
      folder.writeData(
          "verifier_report.json",
          new VerifierReport(TREE.gitTree(), TREE.gitTree(), List.of(), List.of())
              .toJson()
              .canonical());
      byte[] gates = gateReport(fate);
      folder.writeData("gate_report.json", gates);
      report = Optional.of(Digest.of(gates));
    }
    Optional<GitId> tree = report.map(_ -> TREE.gitTree());
    RunStatus status = fate == Fate.CANCELLED ? RunStatus.CANCELLED : RunStatus.COMPLETED;
    Sealing.seal(folder, keys, new SealInputs(status, verdict, report, tree, at), data.runs());
  }

  private static byte[] gateReport(Fate fate) {
    Json result =
        Json.object()
            .put("gate", "verification")
            .put("status", fate == Fate.PASSED ? "PASS" : "FAIL")
            .put("findings", Json.Arr.ofStrings(List.of()))
            .build();
    return Json.object()
        .put("verdict", fate.name())
        .put("results", new Json.Arr(List.of(result)))
        .build()
        .canonical();
  }

  private void settle(OpenFolder folder, Approval approval, Instant at) {
    Approval.State state = random.nextBoolean() ? Approval.State.DENIED : Approval.State.STALE;
    append(
        folder,
        new Event.ApprovalSettled(
            at, approval.approvalId(), state, "ada", "ok", approval.proposalSha256().hex()));
  }

  private void append(OpenFolder folder, Event event) {
    folder.append(event);
    folder.force();
    changed.accept(folder.run().runId());
  }

  private static Approval approval(RunRecord run, int number, Instant at) {
    return new Approval(
        "approval-" + run.runId() + "-" + number,
        run.runId(),
        "call-" + number,
        new Change(WorkspacePath.parse(".ci/build.yml"), Optional.empty(), Optional.of(FILE)),
        run.policySha256(),
        "protected.ci",
        "OPERATOR",
        "nonce",
        at,
        at.plusSeconds(600));
  }
}
