package dev.gatehouse.workspace.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.ActingGit;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an origin has forgotten can be named no longer, is dropped, and never comes back. */
class ForgettingTests {
  private static final String PURGE = "git reflog expire --expire=now --all; git gc -q --prune=now";

  @TempDir Path directory;
  private TestRepository repository;
  private Mirror mirror;
  private String first;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
    first = commit("first");
    mirror = Mirror.create(directory.resolve("mirror"), repository.path());
  }

  @Test
  void aPurgedCommitCannotBeNamedAndIsDropped() throws Exception {
    String secret = commit("token");
    String blob = repository.sh("git rev-parse HEAD:token");
    mirror.refresh();
    assertThat(mirror.resolve(secret).commit().hex()).isEqualTo(secret);
    assertThat(mirror.isPruningDue()).isFalse();

    repository.sh("git reset -q --hard HEAD~1; " + PURGE);
    assertThat(repository.sh("git cat-file -t %s 2>&1 || true".formatted(secret)))
        .contains("could not get object info");
    mirror.refresh();

    unknown(secret);
    assertThat(has(blob)).as("until it is pruned").isTrue();
    assertThat(mirror.isPruningDue()).isTrue();
    assertThat(mirror.prune()).isTrue();
    assertThat(has(blob)).isFalse();
    assertThat(has(secret)).isFalse();
    assertThat(mirror.isPruningDue()).isFalse();
    assertThat(mirror.resolve("main").commit().hex()).isEqualTo(first);
    assertThat(
            repository.sh(
                "git --git-dir=../mirror fsck --full --strict 2>&1 | grep -v ^notice || true"))
        .isEmpty();
  }

  @Test
  void aRewrittenBranchForgetsItsFormerCommits() throws Exception {
    String before = commit("a");
    mirror.refresh();
    repository.sh("git commit -q --amend -m rewritten");
    mirror.refresh();
    unknown(before);
    assertThat(mirror.prune()).isTrue();
    assertThat(has(before)).isFalse();
  }

  @Test
  void aDeletedTagForgetsItsCommitAndItsMessage() throws Exception {
    repository.sh("git checkout -q --detach; git commit -q --allow-empty -m aside");
    String aside = repository.sh("git rev-parse HEAD");
    repository.sh("git tag -a -m words t; git tag -a -m more of-main main; git checkout -q main");
    String tag = repository.sh("git rev-parse of-main");
    mirror.refresh();
    assertThat(mirror.resolve(aside).commit().hex()).isEqualTo(aside);
    unknown(tag);

    repository.sh("git tag -d t of-main");
    mirror.refresh();
    unknown(aside);
    assertThat(mirror.prune()).isTrue();
    assertThat(has(aside)).isFalse();
    assertThat(has(tag)).isFalse();
    assertThat(has(first)).isTrue();
  }

  @Test
  void anObjectThatOnlyTheReflogHasIsUnknown() throws Exception {
    String before = commit("a");
    repository.sh("git reset -q --hard HEAD~1; git reflog | grep -q reset");
    mirror.refresh();
    unknown(before);
  }

  @Test
  void refsThatAreNeitherBranchNorTagNameNothing() throws Exception {
    for (String ref :
        new String[] {
          "refs/gatehouse/runs/r-1",
          "refs/gatehouse/origin-head",
          "refs/stash",
          "refs/remotes/origin/main",
          "refs/original/refs/heads/main"
        }) {
      String aside = aside(ref);
      mirror.refresh();
      unknown(aside);
      assertThat(has(aside)).as(ref).isFalse();
    }
  }

  @Test
  void notesAreNotFetched() throws Exception {
    repository.sh("git notes add -m secret HEAD");
    String notes = repository.sh("git rev-parse refs/notes/commits");
    mirror.refresh();
    unknown(notes);
    assertThat(has(notes)).isFalse();
  }

  @Test
  void aReplacementReachesNothing() throws Exception {
    String aside = aside("refs/heads/other");
    mirror.refresh();
    repository.sh("git branch -qD other; git replace %s %s".formatted(first, aside));
    mirror.refresh();
    unknown(aside);
    assertThat(mirror.resolve(first).tree().hex())
        .isEqualTo(repository.sh("git --no-replace-objects rev-parse %s^{tree}".formatted(first)));
  }

  @Test
  void graftsNeitherAddNorHideHistory() throws Exception {
    String second = commit("second");
    String aside = aside("refs/heads/other");
    mirror.refresh();
    repository.sh(
        "git branch -qD other; mkdir -p .git/info; echo %s %s > .git/info/grafts"
            .formatted(second, aside));
    assertThat(repository.sh("git rev-list main 2>/dev/null")).contains(aside);
    mirror.refresh();
    unknown(aside);
    assertThat(mirror.resolve(first).commit().hex()).isEqualTo(first);
    Mirror anew = Mirror.create(directory.resolve("mirror-2"), repository.path());
    assertThat(anew.resolve(first).commit().hex()).isEqualTo(first);
  }

  @Test
  void whatOnlyAnAlternateHasIsUnknown() throws Exception {
    repository.sh("git clone -q . ../lender; cd ../lender; git commit -q --allow-empty -m theirs");
    String theirs = repository.sh("git -C ../lender rev-parse HEAD");
    repository.sh("echo $PWD/../lender/.git/objects > .git/objects/info/alternates");
    assertThat(repository.sh("git cat-file -t " + theirs)).isEqualTo("commit");
    mirror.refresh();
    unknown(theirs);
  }

  @Test
  void aBranchsAncestorAndATagsTargetCanBeNamed() throws Exception {
    commit("second");
    repository.sh("git checkout -q --detach; git commit -q --allow-empty -m aside");
    String aside = repository.sh("git rev-parse HEAD");
    repository.sh("git tag -a -m t v1; git checkout -q main");
    mirror.refresh();
    assertThat(mirror.resolve(first).commit().hex()).isEqualTo(first);
    assertThat(mirror.resolve(aside).commit().hex()).isEqualTo(aside);
  }

  @Test
  void whatARunHasPinnedStaysUntilItLetsGo() throws Exception {
    String secret = commit("token");
    mirror.refresh();
    PinnedRevision pinned = mirror.pin(secret, "run-1");
    repository.sh("git reset -q --hard HEAD~1; " + PURGE);
    mirror.refresh();

    unknown(secret);
    assertThat(mirror.prune()).isTrue();
    assertThat(mirror.tree(pinned.commit()).tree().gitTree()).isEqualTo(pinned.tree());
    assertThat(mirror.pins()).containsExactly("run-1");
    mirror.unpin("run-1");
    assertThat(mirror.isPruningDue()).isTrue();
    assertThat(mirror.prune()).isTrue();
    assertThat(has(secret)).isFalse();
  }

  @Test
  void nothingIsDroppedWhileSomebodyHolds() throws Exception {
    GitId loose;
    try (Mirror.Hold _ = mirror.hold();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Tree tree = mirror.tree(new GitId(first)).tree();
      loose = mirror.commit(tree, _ -> new byte[0], new GitId(first), Commits.facts("loose"));
      Future<Boolean> pruned = other.submit(mirror::prune);
      assertThat(pruned.get()).isFalse();
      assertThat(has(loose.hex())).isTrue();
    }
    assertThat(mirror.prune()).isTrue();
    assertThat(has(loose.hex())).isFalse();
  }

  @Test
  void refreshesAndPruningAtOnceLoseNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> pruning =
          other.submit(() -> {
            begun.countDown();
            for (int i = 0; i < 8; i++) {
              mirror.prune();
            }
          });
      begun.await();
      for (int i = 0; i < 8; i++) {
        commit("n" + i);
        mirror.refresh();
        mirror.pin("main", "run-" + i);
      }
      pruning.get();
    }
    assertThat(
            repository.sh(
                "git --git-dir=../mirror fsck --full --strict 2>&1 | grep -v ^notice || true"))
        .isEmpty();
    assertThat(mirror.pins()).hasSize(8);
  }

  @Test
  void aPurgedBaseComesBackOnlyByAnExplicitWord() throws Exception {
    String secret = commit("token");
    mirror.refresh();
    PinnedRevision base = mirror.pin(secret, "run-1");
    Tree tree = mirror.tree(base.commit()).tree();
    GitId merge = mirror.commit(tree, _ -> new byte[0], base.commit(), Commits.facts("m"));
    repository.sh("git reset -q --hard HEAD~1; " + PURGE);

    refused(
        WorkspaceErrorCode.BASE_NOT_ANCESTOR,
        () -> mirror.branches().publish(merge, "back", onto(first, secret, false)));
    assertThat(repository.sh("git cat-file -t %s 2>&1 || true".formatted(secret)))
        .contains("could not get object info");
    mirror.branches().publish(merge, "back", onto(first, secret, true));
    assertThat(repository.sh("git rev-parse back^")).isEqualTo(secret);
  }

  @Test
  void aTargetThatMovesBeforeTheBranchIsMadeIsSeen() throws Exception {
    mirror.pin("main", "run-1");
    Tree tree = mirror.tree(new GitId(first)).tree();
    GitId merge = mirror.commit(tree, _ -> new byte[0], new GitId(first), Commits.facts("m"));
    String second = commit("second");

    refused(
        WorkspaceErrorCode.TIP_MOVED,
        () -> mirror.branches().publish(merge, "b", onto(first, first, false)));
    refused(
        WorkspaceErrorCode.TIP_MOVED,
        () -> mirror.branches().publish(merge, "b", onto(first, first, true)));
    mirror.branches().publish(merge, "b", onto(second, first, false));
    assertThat(repository.sh("git rev-parse b^")).isEqualTo(first);
  }

  @Test
  void aGitThatOutlivedItsGatewayIsEndedBeforeTheMirrorIsOpened() throws Exception {
    ProcessBuilder left = new ProcessBuilder("sleep", "600");
    left.environment().putAll(new ActingGit(directory.resolve("mirror")).mark());
    ProcessBuilder others = new ProcessBuilder("sleep", "600");
    others.environment().putAll(new ActingGit(directory.resolve("mirror-2")).mark());
    Process orphan = left.start();
    Process stranger = others.start();
    try {
      Mirror.open(directory.resolve("mirror"));
      assertThat(orphan.isAlive()).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      orphan.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  @Test
  void whatGitSaysOfThisMachineIsNotForCallers() throws Exception {
    repository.sh("echo '[core' >> .git/config");
    assertThatThrownBy(() -> mirror.refresh())
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(WorkspaceErrorCode.ORIGIN_FAILED);
              assertThat(refused.getMessage())
                  .isEqualTo("git failed in the repository: its configuration cannot be parsed");
              assertThat(refused.detail()).contains("bad config line");
              assertThat(refused.next()).doesNotContain(directory.toString());
            });
  }

  @Test
  void noRefusalNamesAPathOfThisMachine() throws Exception {
    Path plain = directory.resolve("plain");
    repository.sh("mkdir ../plain; git clone -q --depth 1 file://$PWD ../shallow");
    for (ThrowingCallable act :
        new ThrowingCallable[] {
          () -> Mirror.create(directory.resolve("m"), plain),
          () -> Mirror.create(directory.resolve("m"), directory.resolve("none")),
          () -> Mirror.create(directory.resolve("m"), directory.resolve("shallow")),
          () -> Mirror.create(directory.resolve("mirror"), repository.path()),
          () -> Mirror.open(directory.resolve("none")),
          () -> mirror.branches().reach(new GitId(first), "none")
        }) {
      assertThatThrownBy(act)
          .isInstanceOf(RepositoryException.class)
          .message()
          .doesNotContain(directory.toString())
          .doesNotContain("fatal")
          .doesNotContain("error:");
    }
  }

  private Onto onto(String tip, String base, boolean unrelated) {
    return new Onto("main", new GitId(tip), new GitId(base), unrelated);
  }

  private String commit(String name) throws Exception {
    return repository.sh(
        "echo %1$s > %1$s; git add -A; git commit -qm '%1$s'; git rev-parse HEAD".formatted(name));
  }

  /** A commit that only {@code ref} names. */
  private String aside(String ref) throws Exception {
    return repository.sh(
        "c=$(git commit-tree -m '%1$s' HEAD^{tree}); git update-ref %1$s $c; echo $c"
            .formatted(ref));
  }

  private boolean has(String object) throws Exception {
    return repository
        .sh("git --git-dir=../mirror cat-file -e %s 2>&1 && echo there || true".formatted(object))
        .equals("there");
  }

  private void unknown(String revision) {
    refused(WorkspaceErrorCode.REVISION_UNKNOWN, () -> mirror.resolve(revision));
    refused(WorkspaceErrorCode.REVISION_UNKNOWN, () -> mirror.pin(revision, "run-x"));
  }

  private static void refused(WorkspaceErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code));
  }
}
