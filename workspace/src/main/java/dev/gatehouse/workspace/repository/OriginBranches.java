package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.ActingGit;
import dev.gatehouse.workspace.git.Git;
import dev.gatehouse.workspace.git.GitFailure;
import dev.gatehouse.workspace.git.GitProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The branches of a mirror's origin, read and written as its owner with its hooks off. Branches are
 * made, never moved.
 */
public final class OriginBranches {
  private final Git mirror;
  private final Origin origin;
  private final ActingGit actors;
  private final MirrorLock lock;

  OriginBranches(Git mirror, Origin origin, ActingGit actors, MirrorLock lock) {
    this.mirror = mirror;
    this.origin = origin;
    this.actors = actors;
    this.lock = lock;
  }

  /**
   * The branch that the origin's HEAD names.
   *
   * @throws RepositoryException BRANCH_UNKNOWN if it names none; ORIGIN_*
   */
  public String head() {
    return origin
        .headBranch()
        .orElseThrow(() ->
            new RepositoryException(
                WorkspaceErrorCode.BRANCH_UNKNOWN,
                "the origin's HEAD names no branch",
                "",
                "name a branch of the origin as target (--target)"));
  }

  /** Whether a branch or tag of the origin has this commit in its history now. */
  public boolean reach(GitId commit) {
    return origin.reaches(commit, RefNames.HEADS, RefNames.TAGS);
  }

  /** Whether {@code commit} is in the history of the branch {@code target} of the origin now. */
  public boolean reach(GitId commit, String target) {
    origin.requireTip(target);
    return origin.reaches(commit, RefNames.HEADS + target);
  }

  /**
   * Refuses what {@link #publish} would refuse, before anything is written.
   *
   * @throws RepositoryException BRANCH_INVALID, BRANCH_EXISTS, BRANCH_CONFLICTS,
   *     BRANCH_CHECKED_OUT, BRANCH_UNKNOWN, TIP_MOVED, BASE_NOT_ANCESTOR, ORIGIN_*
   */
  public void requirePublishable(GitId commit, String branch, Onto onto) {
    BranchNames.problem(branch)
        .ifPresent(problem -> {
          throw new RepositoryException(WorkspaceErrorCode.BRANCH_INVALID, problem);
        });
    requireTip(onto);
    if (!onto.unrelatedBase() && !origin.reaches(onto.base(), RefNames.HEADS + onto.target())) {
      throw new RepositoryException(
          WorkspaceErrorCode.BASE_NOT_ANCESTOR,
          "the commit %s is not in the history of %s".formatted(onto.base(), onto.target()));
    }
    requireFree(branch, commit);
  }

  /**
   * Makes a new branch of a commit of the mirror. A branch that is there at exactly this commit is
   * the same act again, and well. The branch is made only if the target is where {@code onto} says
   * at that very moment.
   *
   * @throws RepositoryException as {@link #requirePublishable}; ORIGIN_FAILED
   */
  public void publish(GitId commit, String branch, Onto onto) {
    lock.whileHeld(() -> {
      requirePublishable(commit, branch, onto);
      if (origin.tip(branch).isEmpty()) {
        create(commit, branch, onto);
      }
      return true;
    });
  }

  private void create(GitId commit, String branch, Onto onto) {
    Git target = origin.git().with(actors.mark());
    List<String> known = new ArrayList<>(RefList.present(mirror, origin.refs().values()));
    if (!onto.unrelatedBase()) {
      known.add(onto.base().hex());
    }
    mirror.sendPack(target, List.of(commit.hex()), known);
    String transaction =
        "verify %s %s\ncreate %s %s\n"
            .formatted(RefNames.HEADS + onto.target(), onto.tip(), RefNames.HEADS + branch, commit);
    GitProcess.Result result =
        target.tryRun(transaction.getBytes(ISO_8859_1), "update-ref", "--no-deref", "--stdin");
    if (!result.ok()) {
      // Another may have been quicker, with this branch or with the target.
      requireTip(onto);
      requireFree(branch, commit);
      if (!origin.tip(branch).equals(Optional.of(commit))) {
        throw GitFailure.refusal(WorkspaceErrorCode.ORIGIN_FAILED, result);
      }
    }
  }

  private void requireTip(Onto onto) {
    GitId now = origin.requireTip(onto.target());
    if (!now.equals(onto.tip())) {
      throw new RepositoryException(
          WorkspaceErrorCode.TIP_MOVED, "the branch %s is at %s now".formatted(onto.target(), now));
    }
  }

  private void requireFree(String branch, GitId commit) {
    Optional<GitId> tip = origin.tip(branch);
    if (tip.isPresent()) {
      if (!tip.get().equals(commit)) {
        throw new RepositoryException(
            WorkspaceErrorCode.BRANCH_EXISTS, "branch %s is at %s".formatted(branch, tip.get()));
      }
      return;
    }
    if (origin.headBranch().equals(Optional.of(branch))) {
      throw new RepositoryException(
          WorkspaceErrorCode.BRANCH_CHECKED_OUT,
          "the origin's HEAD waits for branch %s".formatted(branch));
    }
    BranchNames.conflict(branch, RefList.read(origin.git(), RefList.MAX_ALL, "refs/").keySet())
        .ifPresent(conflict -> {
          throw new RepositoryException(WorkspaceErrorCode.BRANCH_CONFLICTS, conflict);
        });
  }
}
