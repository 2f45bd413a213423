package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.MergeIntended;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Merged;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.check.CheckReport;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.repository.CommitFacts;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.Onto;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges a sealed run: exactly this seal, onto a target branch that is where the operator saw it.
 * The result becomes a new branch in the origin, created and never moved (promise E2).
 *
 * <p>The gateway log has an intent before the branch and an end after it. What a killed gateway, or
 * a failed git, left between the two is settled by what the origin has, before the run can be
 * merged again: so one run never makes two branches.
 *
 * <p>Refusals: RUN_UNKNOWN, MERGE_REFUSED, TIP_MOVED, BASE_NOT_ANCESTOR, BRANCH_*.
 */
public final class MergeService {
  private static final Logger LOG = LoggerFactory.getLogger(MergeService.class);

  private final SealedRuns sealed;
  private final RepositoryRegistry repositories;
  private final Mirrors mirrors;
  private final MergeLog merges;
  private final Supplier<TrustStore> trust;

  /** Merging of these sealed runs; each folder is checked under {@code trust} first. */
  public MergeService(
      SealedRuns sealed,
      RepositoryRegistry repositories,
      Mirrors mirrors,
      MergeLog merges,
      Supplier<TrustStore> trust) {
    this.sealed = sealed;
    this.repositories = repositories;
    this.mirrors = mirrors;
    this.merges = merges;
    this.trust = trust;
  }

  /**
   * What the operator saw and approves.
   *
   * @param target the branch that it is meant for; by default that of the origin's HEAD
   * @param allowUnrelatedBase whether a base outside the target's history may come with it
   */
  record Request(
      String sealSha256,
      String branch,
      Optional<String> target,
      String targetTip,
      boolean allowUnrelatedBase) {}

  /** The new branch. */
  record Result(String branch, GitId commit, GitId tree, String target) {}

  /** Serialized: two merges never meet in a mirror. */
  synchronized Result merge(String runId, Request request, String operator) {
    SealedRun run =
        sealed
            .read(runId)
            .orElseThrow(() ->
                new ApiException(
                    SyscallErrorCode.RUN_UNKNOWN,
                    "no sealed run of that id",
                    "submit the run, and wait until it is sealed"));
    unfinished(runId).ifPresent(this::settle);
    Optional<Result> former = former(run, request, operator);
    if (former.isPresent()) {
      return former.get();
    }
    requireMergeable(run, request);
    Mirror mirror = mirror(run.summary().task().repository());
    GitId base = run.summary().baseCommit();
    String target = request.target().orElseGet(() -> mirror.branches().head());
    boolean unrelated = !mirror.branches().reach(base, target);
    Onto onto = new Onto(target, tip(request), base, unrelated && request.allowUnrelatedBase());
    RunEvidence evidence = RunEvidence.read(run.folder());
    Tree result = evidence.tree().orElseThrow();
    try (Mirror.Hold _ = mirror.hold()) {
      String message =
          MergeMessage.of(run, evidence.run().taskText(), evidence.events(), target, operator);
      GitId commit = commit(mirror, run, evidence, result, message);
      mirror.branches().requirePublishable(commit, request.branch(), onto);
      MergeIntended intent =
          merges.intend(
              runId,
              run.outcome().sealSha256(),
              request.branch(),
              commit,
              new MergeIntended.Target(target, onto.tip()),
              onto.unrelatedBase(),
              operator);
      publish(mirror, intent, onto);
      return new Result(request.branch(), commit, result.gitTree(), target);
    }
  }

  /** The answer to the same request of the same operator, if it has merged the run. */
  private Optional<Result> former(SealedRun run, Request request, String operator) {
    return merges
        .of(run.runId())
        .flatMap(merged -> merges.intentOf(merged.runId()))
        .filter(intent -> intent.by().equals(operator))
        .filter(intent -> intent.sealSha256().hex().equals(request.sealSha256()))
        .filter(intent -> intent.branch().equals(request.branch()))
        .filter(intent -> request.allowUnrelatedBase() || !intent.unrelatedBase())
        .flatMap(intent ->
            intent
                .target()
                .filter(target -> target.tip().hex().equals(request.targetTip()))
                .map(MergeIntended.Target::branch)
                .filter(target -> request.target().map(target::equals).orElse(true))
                .map(target ->
                    new Result(
                        intent.branch(),
                        intent.commit(),
                        run.outcome().resultTree().orElseThrow(),
                        target)));
  }

  private static GitId commit(
      Mirror mirror, SealedRun run, RunEvidence evidence, Tree result, String message) {
    GitId parent = run.summary().baseCommit();
    Instant at = run.outcome().sealedAt();
    try (PinnedTree base = mirror.tree(parent)) {
      ContentSource contents =
          version ->
              evidence.content(version.sha256()).orElseGet(() -> base.contents().content(version));
      return mirror.commit(
          result,
          contents,
          parent,
          new CommitFacts("Gatehouse", "gatehouse@localhost", at, message));
    }
  }

  private void publish(Mirror mirror, MergeIntended intent, Onto onto) {
    try {
      mirror.branches().publish(intent.commit(), intent.branch(), onto);
    } catch (RuntimeException e) {
      try {
        settle(intent);
      } catch (RuntimeException unsettled) {
        e.addSuppressed(unsettled);
      }
      throw e;
    }
    merges.done(intent);
  }

  /**
   * Ends every merge that was intended and whose end is not known, as a gateway that was killed
   * leaves it. One whose origin cannot be read now stays, and is tried again.
   */
  synchronized void settleUnfinished() {
    for (MergeIntended intent : merges.unfinished()) {
      try {
        settle(intent);
      } catch (RuntimeException e) {
        LOG.warn("the merge of run {} stays unfinished: {}", intent.runId(), e.getMessage());
      }
    }
  }

  /** The origin decides: it has the commit, or the merge had no effect. */
  private void settle(MergeIntended intent) {
    SealedRun run = sealed.find(intent.runId()).orElseThrow();
    if (mirror(run.summary().task().repository()).branches().reach(intent.commit())) {
      merges.done(intent);
    } else {
      merges.aborted(intent);
    }
  }

  private Optional<MergeIntended> unfinished(String runId) {
    return merges.unfinished().stream().filter(intent -> intent.runId().equals(runId)).findFirst();
  }

  private Mirror mirror(String repository) {
    Path origin = repositories.find(repository).orElseThrow().origin();
    return mirrors.of(new Identifier(repository), origin);
  }

  private static GitId tip(Request request) {
    if (!GitId.isHex(request.targetTip())) {
      throw new ApiException(
          SyscallErrorCode.BODY_INVALID,
          "targetTip is a full commit id",
          "send what the target is at");
    }
    return new GitId(request.targetTip());
  }

  private void requireMergeable(SealedRun run, Request request) {
    if (!run.outcome().sealSha256().hex().equals(request.sealSha256())) {
      throw refused("the seal's digest is " + run.outcome().sealSha256(), "look at the run again");
    }
    if (!run.outcome().verdict().equals("PASSED")) {
      throw refused(
          "the run's verdict is " + run.outcome().verdict(),
          "only a run that PASSED can be merged");
    }
    Optional<Merged> merged = merges.of(run.runId());
    if (merged.isPresent()) {
      throw refused(
          "the run was merged already, into the branch %s at %s"
              .formatted(merged.get().branch(), merged.get().commit()),
          "nothing is left to do");
    }
    CheckReport check = FolderCheck.check(run.folder(), trust.get());
    if (!check.isWhole()) {
      throw refused(
          "the run folder does not pass its check: " + check.findings().getFirst(),
          "run gatehouse verify on it, and gatehouse reconcile");
    }
  }

  private static ApiException refused(String reason, String next) {
    return new ApiException(ApiErrorCode.MERGE_REFUSED, reason, next);
  }
}
