package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
import java.util.List;
import java.util.Optional;

/**
 * Carries a commit from a mirror into its origin and makes a new branch of it, never moving one.
 */
record Publication(Git mirror, Origin origin) {
  private static final String NO_OBJECT = "0".repeat(40);

  void publish(GitId commit, String branch) {
    if (!RefNames.isValid(branch)) {
      throw new RepositoryRefused(Code.BRANCH_INVALID, "not a name for a new branch");
    }
    requireFree(branch, commit);
    Git target = origin.git();
    List<String> known = RefList.present(mirror, origin.refs().values());
    mirror.sendPack(target, List.of(commit.hex()), known);
    String name = RefNames.HEADS + branch;
    GitProcess.Result result =
        target.tryRun(new byte[0], "update-ref", "--no-deref", name, commit.hex(), NO_OBJECT);
    if (!result.ok()) {
      // Another may have been quicker, with the same commit or another.
      requireFree(branch, commit);
      if (!origin.tip(branch).equals(Optional.of(commit))) {
        throw new RepositoryRefused(Code.ORIGIN_FAILED, result.error());
      }
    }
  }

  private void requireFree(String branch, GitId commit) {
    Optional<GitId> tip = origin.tip(branch);
    if (tip.isPresent() && !tip.get().equals(commit)) {
      throw new RepositoryRefused(
          Code.BRANCH_EXISTS, "branch %s is at %s".formatted(branch, tip.get()));
    }
    if (tip.isEmpty() && origin.isCheckedOut(branch)) {
      throw new RepositoryRefused(
          Code.BRANCH_CHECKED_OUT, "the origin's HEAD waits for branch %s".formatted(branch));
    }
  }
}
