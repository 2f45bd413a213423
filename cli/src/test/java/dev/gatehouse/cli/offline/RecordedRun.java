package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A run folder with the calls that a test makes, decided by the policy of the run. */
final class RecordedRun {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Profile profile;
  private final Policy policy;
  private final Tree base;
  private Tree tree;
  private final List<Event> events = new ArrayList<>();
  private int calls;

  RecordedRun(Profile profile, String... baseFiles) {
    this.profile = profile;
    this.policy = new Policy(profile);
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    for (String file : baseFiles) {
      files.put(TreePath.of(file), version("base of " + file));
    }
    this.base = new Tree(files);
    this.tree = base;
    events.add(new Event.RunBegun(START, "worker"));
  }

  RecordedRun read(String path) {
    Decision decision = policy.read(WorkspacePath.parse(path)).decision();
    if (record("file.read", Json.object().put("path", path).build(), decision)) {
      ended(List.of());
    }
    return this;
  }

  RecordedRun write(String path) {
    PathDecision said = decide(path, ChangeOrigin.FILE);
    if (record("file.write", Json.object().put("path", path).build(), said.decision())) {
      ended(List.of(outcome(path, said)));
    }
    return this;
  }

  RecordedRun run(CommandRequest request, String... written) {
    Decision decision = policy.command(request);
    if (record("exec.run", request.putInto(Json.object()).build(), decision)) {
      List<PathOutcome> outcomes = new ArrayList<>();
      for (String path : written) {
        outcomes.add(outcome(path, decide(path, ChangeOrigin.COMMAND)));
      }
      ended(outcomes);
    }
    return this;
  }

  private PathDecision decide(String path, ChangeOrigin via) {
    boolean inBaseTree = base.file(TreePath.of(path)).isPresent();
    return Question.Change.of(WorkspacePath.parse(path), inBaseTree, via).decide(policy);
  }

  /** Writes down the call, and says whether it is done. */
  private boolean record(String op, Json.Obj request, Decision decision) {
    calls++;
    String actor = "agent:worker";
    CallRequest kept = new CallRequest.Inline(request);
    if (decision.outcome() == Decision.Outcome.DENY) {
      events.add(
          new Event.CallRefused(
              START, id(), actor, op, "POLICY_DENIED", "no", kept, Optional.of(decision)));
      return false;
    }
    String sha256 = Digest.of(request.canonical()).hex();
    events.add(
        new Event.CallIntended(
            START,
            id(),
            actor,
            1,
            Optional.of(id()),
            op,
            kept,
            sha256,
            decision,
            Optional.empty()));
    return true;
  }

  private String id() {
    return "call-" + calls;
  }

  private void ended(List<PathOutcome> paths) {
    Json.Obj answer = Json.object().build();
    events.add(new Event.CallEnded(START, id(), CallStatus.DONE, answer, paths, List.of()));
  }

  private PathOutcome outcome(String path, PathDecision said) {
    Disposition disposition =
        switch (said.decision().outcome()) {
          case ALLOW ->
              said.zone() == Destination.SCRATCH ? Disposition.SCRATCH : Disposition.COMMITTED;
          case HOLD -> Disposition.HELD;
          case DENY -> Disposition.DROPPED;
        };
    TreePath place = TreePath.of(path);
    Optional<FileVersion> before = tree.file(place);
    Optional<FileVersion> after = Optional.of(version(id()));
    if (disposition == Disposition.COMMITTED) {
      tree = tree.with(ChangeSet.of(new Change(WorkspacePath.parse(path), before, after)));
    }
    return new PathOutcome(place, disposition, said.decision(), before, after, Optional.empty());
  }

  private static FileVersion version(String content) {
    return FileVersion.of(FileMode.REGULAR, content.getBytes(UTF_8));
  }

  /** Writes the folder of the run, with its result tree. */
  Path folder(Path directory) throws IOException {
    Path folder = folderWithoutTree(directory);
    Files.write(folder.resolve("data/tree.json"), tree.toJson().canonical());
    return folder;
  }

  /** Writes the folder of a run that has no result. */
  Path folderWithoutTree(Path directory) throws IOException {
    RunRecord record =
        new RunRecord(
            "run-1",
            "calc",
            "task-1",
            "correct the sum",
            "main",
            new GitId("1".repeat(40)),
            base.gitTree(),
            profile.name(),
            profile.sha256(),
            "worker",
            new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
            "0.1.0",
            START);
    Path staging = Files.createTempDirectory(directory, "staging");
    try (OpenFolder folder = OpenFolder.create(staging, record, RunTerms.of(profile.toJson()))) {
      events.forEach(folder::append);
      folder.append(new Event.RunSubmitted(START, "agent:worker"));
      folder.append(new Event.RunEnded(START, RunStatus.COMPLETED));
      folder.force();
      return folder.path();
    }
  }
}
