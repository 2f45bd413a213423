package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.gatewaylog.Entry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.Merges;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.runs.Mirrors;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.controlplane.web.ApiRefused;
import dev.gatehouse.controlplane.web.ApiRefused.Code;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.check.CheckReport;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.keys.Trust;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.repository.CommitFacts;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.TreeAndContents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Merges a sealed run: exactly this seal, onto a target branch that is where the operator saw it.
 * The result becomes a new branch in the origin, created and never moved (promise E2).
 *
 * <p>Refusals: RUN_UNKNOWN, MERGE_REFUSED, TIP_MOVED, BRANCH_EXISTS.
 */
public final class Merging {
  private final SealedRuns sealed;
  private final RepositoryRegistry repositories;
  private final Mirrors mirrors;
  private final Merges merges;
  private final Supplier<Trust> trust;

  /** Merging of these sealed runs; each folder is checked under {@code trust} first. */
  public Merging(
      SealedRuns sealed,
      RepositoryRegistry repositories,
      Mirrors mirrors,
      Merges merges,
      Supplier<Trust> trust) {
    this.sealed = sealed;
    this.repositories = repositories;
    this.mirrors = mirrors;
    this.merges = merges;
    this.trust = trust;
  }

  /** What the operator saw and approves. */
  record Request(String sealSha256, String branch, String target, String targetTip) {}

  /** The new branch. */
  record Result(String branch, GitId commit, GitId tree) {}

  /** Serialized: two merges never meet in a mirror. */
  synchronized Result merge(String runId, Request request, String operator) {
    SealedRun run =
        sealed
            .find(runId)
            .orElseThrow(() ->
                new ApiRefused(
                    Code.RUN_UNKNOWN,
                    "no sealed run of that id",
                    "submit the run, and wait until it is sealed"));
    requireMergeable(run, request);
    Path origin = repositories.find(run.record().repository()).orElseThrow().origin();
    Mirror mirror = mirrors.of(new Identifier(run.record().repository()), origin);
    GitId tip = mirror.originTip(request.target());
    if (!tip.hex().equals(request.targetTip())) {
      throw new ApiRefused(
          Code.TIP_MOVED,
          "the branch %s is at %s now".formatted(request.target(), tip),
          "look at what came in, and merge again with that tip");
    }
    RunEvidence evidence = RunEvidence.read(run.folder());
    Tree result = evidence.tree().orElseThrow();
    GitId commit;
    try (TreeAndContents base = mirror.tree(run.record().baseCommit())) {
      ContentSource contents =
          version ->
              evidence.content(version.sha256()).orElseGet(() -> base.contents().content(version));
      commit =
          mirror.commit(result, contents, run.record().baseCommit(), facts(run, request, operator));
    }
    MergeIntended intent =
        merges.intend(runId, run.sealSha256(), request.branch(), commit, operator);
    mirror.publish(commit, request.branch());
    merges.done(intent);
    return new Result(request.branch(), commit, result.gitTree());
  }

  private void requireMergeable(SealedRun run, Request request) {
    if (!run.sealSha256().hex().equals(request.sealSha256())) {
      throw refused("the seal's digest is " + run.sealSha256(), "look at the run again");
    }
    if (!run.verdict().equals("PASSED")) {
      throw refused(
          "the run's verdict is " + run.verdict(), "only a run that PASSED can be merged");
    }
    if (merges.of(run.record().runId()).isPresent()) {
      throw refused("the run was merged already", "nothing is left to do");
    }
    CheckReport check = FolderCheck.check(run.folder(), trust.get());
    if (!check.isWhole()) {
      throw refused(
          "the run folder does not pass its check: " + check.findings().getFirst(),
          "run gatehouse verify on it, and gatehouse reconcile");
    }
  }

  private static ApiRefused refused(String reason, String next) {
    return new ApiRefused(Code.MERGE_REFUSED, reason, next);
  }

  private static CommitFacts facts(SealedRun run, Request request, String operator) {
    String message =
        """
        Merge run %s for %s

        Task: %s
        Merged-By: %s
        Gatehouse-Seal: sha256:%s
        """
            .formatted(
                run.record().runId(),
                request.target(),
                run.record().taskId(),
                operator,
                run.sealSha256());
    return new CommitFacts(
        "Gatehouse", "gatehouse@localhost", Instant.parse(run.endedAt()), message);
  }
}
