package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTests {
  @TempDir Path directory;
  private TestRepository repository;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
  }

  @Test
  void readsTheTreeOfARevisionFromRawBlobs() throws Exception {
    repository.sh(
        """
        printf 'a\\r\\n' > crlf.txt; printf '*.txt text eol=lf\\ntests export-ignore\\n' > .gitattributes
        mkdir tests bin; echo t > tests/t; echo x > bin/x; chmod +x bin/x; ln -s ../outside link
        touch $'n\\xe9\\n'; git -c core.autocrlf=false add -A; git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,sub
        git hash-object -w --no-filters crlf.txt | xargs -I{} git update-index --cacheinfo 100644,{},crlf.txt
        git commit -qm one
        """);
    Mirror mirror = mirror();
    PinnedRevision pinned = mirror.pin("main", "run-1");

    try (PinnedTree read = mirror.tree(pinned.commit())) {
      Tree tree = read.tree();
      assertThat(pinned.commit().hex()).isEqualTo(repository.sh("git rev-parse HEAD"));
      assertThat(tree.gitTree()).isEqualTo(pinned.tree());
      FileVersion crlf = tree.file(TreePath.of("crlf.txt")).orElseThrow();
      assertThat(crlf).isEqualTo(FileVersion.of(FileMode.REGULAR, "a\r\n".getBytes(UTF_8)));
      assertThat(read.contents().content(crlf)).isEqualTo("a\r\n".getBytes(UTF_8));
      assertThat(tree.files()).containsKeys(TreePath.of("tests/t"), new TreePath("n\u00e9\n"));
      assertThat(tree.file(TreePath.of("sub")).orElseThrow().mode()).isEqualTo(FileMode.GITLINK);
      try (Workspace workspace = Workspace.create(directory.resolve("ws"), Owner.ofThisProcess())) {
        workspace.materialize(tree, read.contents(), path -> false);
        assertThat(workspace.lower().resolve("crlf.txt")).hasBinaryContent("a\r\n".getBytes(UTF_8));
        assertThat(workspace.files(100)).hasSize(tree.files().size() - 1);
      }
    }
  }

  @Test
  void answersAfterItWasClosed() throws Exception {
    commit("a", "1");
    Mirror mirror = mirror();
    PinnedTree read = mirror.tree(mirror.resolve("main").commit());
    read.close();

    FileVersion version = read.tree().file(TreePath.of("a")).orElseThrow();
    assertThat(read.contents().content(version)).isEqualTo("1\n".getBytes(UTF_8));
    FileVersion lie =
        new FileVersion(
            version.mode(),
            version.size(),
            FileVersion.of(FileMode.REGULAR, new byte[1]).sha256(),
            version.gitBlob());
    refused(WorkspaceErrorCode.CONTENT_MISMATCH, () -> read.contents().content(lie));
    refused(
        WorkspaceErrorCode.MIRROR_DAMAGED,
        () -> read.contents().content(FileVersion.of(FileMode.REGULAR, "never".getBytes(UTF_8))));
  }

  @Test
  void resolvesBranchesTagsHeadAndIds() throws Exception {
    commit("a", "1");
    String first = repository.sh("git rev-parse HEAD");
    repository.sh("git tag -a -m t v1.0; git branch feature/x; git tag main");
    commit("a", "2");
    String second = repository.sh("git rev-parse HEAD");
    repository.sh("git checkout -q --detach; git commit -q --allow-empty -m detached");
    String detached = repository.sh("git rev-parse HEAD");
    Mirror mirror = mirror();

    assertThat(mirror.resolve("main").commit().hex()).isEqualTo(second);
    assertThat(mirror.resolve("refs/tags/main").commit().hex()).isEqualTo(first);
    assertThat(mirror.resolve("v1.0").commit().hex()).isEqualTo(first);
    assertThat(mirror.resolve("feature/x").commit().hex()).isEqualTo(first);
    assertThat(mirror.resolve(first).commit().hex()).isEqualTo(first);
    assertThat(mirror.resolve("HEAD").commit().hex()).isEqualTo(detached);
  }

  @Test
  void refusesRevisionsThatAreNoNames() throws Exception {
    commit("a", "1");
    Mirror mirror = mirror();
    String marker = directory.resolve("marker").toString();
    for (String revision :
        List.of(
            "",
            "-h",
            "--output=" + marker,
            "main~0",
            "main^",
            "main@{0}",
            ":a",
            "main:a",
            "@",
            "..",
            "refs/gatehouse/origin-head",
            "../main",
            "main ",
            "main\n",
            "m*",
            "a..main",
            "no-such",
            "0000000000000000000000000000000000000000",
            "main.lock",
            "/main",
            "main/",
            "\u00e9")) {
      refused(WorkspaceErrorCode.REVISION_UNKNOWN, () -> mirror.pin(revision, "run-1"));
    }
    assertThat(Path.of(marker)).doesNotExist();
    assertThatThrownBy(() -> mirror.pin("main", "../x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesAnEmptyRepositoryAndWhatComesLater() throws Exception {
    Mirror mirror = mirror();
    refused(WorkspaceErrorCode.REVISION_UNKNOWN, () -> mirror.resolve("HEAD"));
    commit("a", "1");
    mirror.refresh();
    assertThat(mirror.resolve("HEAD")).isEqualTo(mirror.resolve("main"));
  }

  @Test
  void theOriginsHeadIsABranchAndItsCommitOfTheSameMoment() throws Exception {
    commit("file", "one");
    Mirror mirror = mirror();
    assertThat(mirror.head()).isEqualTo(atHead("main"));
    GitId before = mirror.head().orElseThrow().tip();
    commit("later", "later");
    repository.sh("git checkout -q -b trunk");
    assertThat(mirror.head()).contains(new OriginHead(before, Optional.of("main")));

    mirror.refresh();
    assertThat(mirror.head()).isEqualTo(atHead("trunk"));
    assertThat(Mirror.open(directory.resolve("mirror")).head()).isEqualTo(mirror.head());

    repository.sh("git checkout -q --detach HEAD~1");
    mirror.refresh();
    assertThat(mirror.head()).contains(new OriginHead(before, Optional.empty()));
    assertThat(Mirror.open(directory.resolve("mirror")).head()).isEqualTo(mirror.head());

    repository.sh("git checkout -q trunk; git branch -q -m trunk trunk/of/them");
    mirror.refresh();
    assertThat(mirror.head()).isEqualTo(atHead("trunk/of/them"));
    repository.sh("git symbolic-ref HEAD refs/heads/unborn");
    mirror.refresh();
    assertThat(mirror.head()).isEmpty();
  }

  private Optional<OriginHead> atHead(String branch) throws Exception {
    return Optional.of(
        new OriginHead(new GitId(repository.sh("git rev-parse HEAD")), Optional.of(branch)));
  }

  @Test
  void theTipOfABranchIsThatOfTheLastRefresh() throws Exception {
    commit("file", "one");
    Mirror mirror = mirror();
    GitId before = new GitId(repository.sh("git rev-parse main"));
    commit("later", "later");
    repository.sh("git branch side");
    assertThat(mirror.requireTip("main")).isEqualTo(before);
    refused(WorkspaceErrorCode.BRANCH_UNKNOWN, () -> mirror.requireTip("side"));
    mirror.refresh();
    assertThat(mirror.requireTip("side").hex()).isEqualTo(repository.sh("git rev-parse side"));
    for (String name : new String[] {"none", "", "../x", "refs/heads/main", "HEAD", "-d"}) {
      refused(WorkspaceErrorCode.BRANCH_UNKNOWN, () -> mirror.requireTip(name));
    }
  }

  @Test
  void followsTheOriginAndKeepsWhatRunsHavePinned() throws Exception {
    commit("a", "1");
    repository.sh("git branch old");
    Mirror mirror = mirror();
    PinnedRevision pinned = mirror.pin("main", "run-1");
    assertThat(mirror.pin("main", "run-1")).isEqualTo(pinned);

    repository.sh(
        "git branch -D old; git branch old/deeper; git checkout -q --orphan new; git rm -qf a; git commit -q --allow-empty -m other; git branch -D main; git branch -m main; git branch -D old/deeper; git reflog expire --expire=now --all; git gc -q --prune=now");
    mirror.refresh();

    assertThat(mirror.resolve("main")).isNotEqualTo(pinned);
    refused(WorkspaceErrorCode.REVISION_UNKNOWN, () -> mirror.resolve("old"));
    refused(WorkspaceErrorCode.PIN_EXISTS, () -> mirror.pin("main", "run-1"));
    assertThat(Mirror.open(directory.resolve("mirror")).tree(pinned.commit()).tree().gitTree())
        .isEqualTo(pinned.tree());
    mirror.unpin("run-1");
    mirror.unpin("run-1");
    assertThat(mirror.pin("main", "run-1")).isEqualTo(mirror.resolve("main"));
  }

  @Test
  void takesBareRepositoriesAndLinkedWorkingTrees() throws Exception {
    commit("a", "1");
    repository.sh("git clone -q --bare . ../bare.git; git worktree add -q ../linked");
    for (String name : List.of("bare.git", "linked")) {
      Mirror mirror = Mirror.create(directory.resolve("m-" + name), directory.resolve(name));
      assertThat(mirror.resolve("main").commit().hex())
          .isEqualTo(repository.sh("git rev-parse main"));
    }
  }

  @Test
  void refusesWhatIsNoWholeRepositoryAndLeavesNothing() throws Exception {
    commit("a", "1");
    commit("a", "2");
    repository.sh(
        "git clone -q --depth 1 file://$PWD ../shallow; mkdir ../plain; git init -q --object-format=sha256 ../other");
    Map<String, WorkspaceErrorCode> expected =
        new TreeMap<>(
            Map.of(
                "shallow", WorkspaceErrorCode.ORIGIN_SHALLOW,
                "plain", WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY,
                "none", WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY,
                "other", WorkspaceErrorCode.ORIGIN_FORMAT));
    expected.forEach((name, code) -> {
      refused(code, () -> Mirror.create(directory.resolve("mirror"), directory.resolve(name)));
      assertThat(directory.resolve("mirror")).doesNotExist();
    });
    refused(
        WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY,
        () -> Mirror.create(directory.resolve("mirror"), Path.of("origin")));
    mirror();
    refused(WorkspaceErrorCode.MIRROR_EXISTS, this::mirror);
  }

  @Test
  void runsNothingThatTheOriginNames() throws Exception {
    commit("a", "1");
    Path marker = directory.resolve("marker");
    repository.sh(
        """
        for h in reference-transaction post-index-change pre-auto-gc post-update; do
          printf '#!/bin/sh\\ntouch %1$s-hook\\n' > .git/hooks/$h; chmod +x .git/hooks/$h
        done
        git branch twin; test -e %1$s-hook; rm %1$s-hook
        git config core.fsmonitor 'touch %1$s-fsmonitor; false'
        git config core.sshCommand 'touch %1$s-ssh'
        git config core.alternateRefsCommand 'touch %1$s-alternate'
        git config uploadpack.packObjectsHook 'touch %1$s-upload'
        git config protocol.ext.allow always
        git config extensions.partialClone evil
        git config remote.evil.url 'ext::sh -c "touch %1$s-ext"'
        git config remote.evil.promisor true
        git config gpg.program 'touch %1$s-gpg'; git config diff.external 'touch %1$s-diff'
        """
            .formatted(marker));
    String blob = repository.sh("git rev-parse HEAD:a");
    Path object =
        repository.path().resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2));

    Mirror mirror = mirror();
    PinnedRevision base = mirror.pin("main", "run-1");
    Tree tree = mirror.tree(base.commit()).tree();
    GitId merged = mirror.commit(tree, version -> new byte[0], base.commit(), Commits.facts("m"));
    mirror
        .branches()
        .publish(
            merged,
            "gatehouse/run-1",
            new Onto("main", base.commit(), base.commit(), /* unrelatedBase= */ false));
    Files.delete(object);
    refused(
        WorkspaceErrorCode.ORIGIN_FAILED,
        () -> Mirror.create(directory.resolve("mirror-2"), repository.path()));

    try (var left = Files.list(directory)) {
      assertThat(left.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("marker")))
          .isEmpty();
    }
  }

  @Test
  void refusesATreeThatGitWouldNotWrite() throws Exception {
    repository.sh(
        """
        blob=$(echo x | git hash-object -w --stdin)
        tree=$(python3 - $blob <<'EOF' | git hash-object -t tree --literally -w --stdin
        import sys; sys.stdout.buffer.write(b"100664 f\\0" + bytes.fromhex(sys.argv[1]))
        EOF
        )
        git branch odd $(git commit-tree $tree -m odd)
        tree=$(python3 - $blob <<'EOF' | git hash-object -t tree --literally -w --stdin
        import sys; sys.stdout.buffer.write(b"100644 ..\\0" + bytes.fromhex(sys.argv[1]))
        EOF
        )
        git branch leaving $(git commit-tree $tree -m leaving)
        """);
    Mirror mirror = mirror();

    refused(WorkspaceErrorCode.TREE_UNUSABLE, () -> mirror.tree(mirror.resolve("odd").commit()));
    PinnedTree leaving = mirror.tree(mirror.resolve("leaving").commit());
    try (leaving;
        Workspace workspace = Workspace.create(directory.resolve("ws"), Owner.ofThisProcess())) {
      assertThatThrownBy(
              () -> workspace.materialize(leaving.tree(), leaving.contents(), path -> false))
          .hasMessageContaining("not a path of names");
    }
  }

  private Mirror mirror() {
    return Mirror.create(directory.resolve("mirror"), repository.path());
  }

  private void commit(String name, String content) throws Exception {
    repository.sh("echo %2$s > %1$s; git add -A; git commit -qm '%2$s'".formatted(name, content));
  }

  private static void refused(WorkspaceErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code));
  }
}
