package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Repositories of a few kilobytes that stand for more than any machine holds. */
@Timeout(300)
class TreeBoundsTests {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private TestRepository repository;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
    repository.sh("git commit -q --allow-empty -m base; echo x | git hash-object -w --stdin");
  }

  @Test
  void treesOfTreesAreNotListedToTheirEnd() throws Exception {
    branch("paths", files(10), nested(9, 10));
    branch("directories", ": | git mktree", nested(9, 10));
    Mirror mirror = mirror();

    tooLarge(mirror, "paths", "100000 files");
    tooLarge(mirror, "directories", "100000 directories");
  }

  @Test
  void namesAreBoundedInDepthAndBytes() throws Exception {
    branch("deep", files(1), nested(TreeListing.MAX_DEPTH + 1, 1));
    branch("deepest", files(1), nested(TreeListing.MAX_DEPTH, 1));
    String name = "n".repeat(200);
    branch(
        "long",
        files(1).replace("\\tf", "\\t" + name),
        nested(20, 1).replace("\\td", "\\t" + name));
    branch("wide", files(1000).replace("\\tf", "\\t" + name), nested(2, 10));
    Mirror mirror = mirror();

    tooLarge(mirror, "deep", "128 directories in each other");
    assertThat(files(mirror, "deepest")).isEqualTo(1);
    tooLarge(mirror, "long", "a path of more than 4096 bytes");
    tooLarge(mirror, "wide", "16777216 bytes of paths");
  }

  @Test
  void asManyFilesAsThereMayBeAreReadAndNotOneMore() throws Exception {
    branch("most", files(1000), nested(1, 100));
    repository.sh(
        """
        git read-tree most; blob=$(echo x | git hash-object -w --stdin)
        git update-index --add --cacheinfo 100644,$blob,more
        git branch more $(git commit-tree $(git write-tree) -m more)
        """);
    Mirror mirror = mirror();

    assertThat(files(mirror, "most")).isEqualTo(TreeListing.MAX_ENTRIES);
    tooLarge(mirror, "more", "100000 files");
  }

  @Test
  void oneContentUnderManyNamesCountsManyTimes() throws Exception {
    repository.sh("head -c 10000000 /dev/zero | git hash-object -w --stdin > .git/large");
    branch(
        "names", files(300).replace("echo x | git hash-object -w --stdin", "cat .git/large"), "");
    branch(
        "fewer", files(100).replace("echo x | git hash-object -w --stdin", "cat .git/large"), "");
    Mirror mirror = mirror();

    tooLarge(mirror, "names", "1073741824 bytes");
    assertThat(files(mirror, "fewer")).isEqualTo(100);
  }

  @Test
  void moreRefsThanAMirrorKeepsAreRefusedBeforeAnyIsFetched() throws Exception {
    String commit = repository.sh("git rev-parse HEAD");
    StringBuilder refs = new StringBuilder("# pack-refs with: sorted\n");
    for (int i = 0; i < RefList.MAX_SHOWN; i++) {
      refs.append("%s refs/tags/t%s\n".formatted(commit, 1_000_000 + i));
    }
    Mirror early = Mirror.create(directory.resolve("early"), repository.path());
    Files.writeString(repository.path().resolve(".git/packed-refs"), refs);

    for (int i = 0; i < 2; i++) {
      long began = System.nanoTime();
      refused(WorkspaceErrorCode.ORIGIN_TOO_MANY_REFS, i == 0 ? this::mirror : early::refresh);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
    assertThat(directory.resolve("mirror")).doesNotExist();
    try (var loose = Files.list(directory.resolve("early/refs/tags"))) {
      assertThat(loose).isEmpty();
    }
    Files.delete(repository.path().resolve(".git/packed-refs"));
    early.refresh();
  }

  @Test
  void whoeverReadsACommitThatIsInUseGetsTheSameListing() throws Exception {
    branch("some", files(3), "");
    Mirror mirror = mirror();
    Tree first = mirror.tree(mirror.resolve("some").commit()).tree();
    assertThat(mirror.tree(mirror.resolve("some").commit()).tree()).isSameAs(first);
  }

  @Test
  void contentsAreWrittenPieceByPieceAndProven() throws Exception {
    repository.sh("head -c 300000 /dev/urandom > large; git add large; git commit -qm large");
    Mirror mirror = mirror();
    byte[] large = Files.readAllBytes(repository.path().resolve("large"));
    try (PinnedTree read = mirror.tree(mirror.resolve("main").commit())) {
      FileVersion version = read.tree().file(TreePath.of("large")).orElseThrow();
      FileVersion lie =
          new FileVersion(
              FileMode.REGULAR,
              large.length,
              FileVersion.of(FileMode.REGULAR, "x".getBytes(UTF_8)).sha256(),
              version.gitBlob());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      refused(
          WorkspaceErrorCode.CONTENT_MISMATCH,
          () -> read.contents().write(lie, new ByteArrayOutputStream()));
      read.contents().write(version, out);
      assertThat(out.toByteArray()).isEqualTo(large);
    }
  }

  private static String files(int number) {
    return """
    blob=$(echo x | git hash-object -w --stdin)
    for k in $(seq -w %s); do printf '100644 blob %%s\\tf%%s\\n' $blob $k; done | git mktree\
    """
        .formatted(number);
  }

  private static String nested(int depth, int width) {
    return """
    for d in $(seq %s); do
      tree=$(for k in $(seq -w %s); do printf '040000 tree %%s\\td%%s\\n' $tree $k; done | git mktree)
    done\
    """
        .formatted(depth, width);
  }

  private void branch(String name, String leaf, String nesting) throws Exception {
    repository.sh(
        "tree=$(%s)\n%s\ngit branch %s $(git commit-tree $tree -m %s)"
            .formatted(leaf, nesting, name, name));
  }

  private Mirror mirror() {
    return Mirror.create(directory.resolve("mirror"), repository.path());
  }

  private static int files(Mirror mirror, String branch) {
    try (PinnedTree read = mirror.tree(mirror.resolve(branch).commit())) {
      return read.tree().files().size();
    }
  }

  private static void tooLarge(Mirror mirror, String branch, String words) {
    long began = System.nanoTime();
    assertThatThrownBy(() -> mirror.tree(mirror.resolve(branch).commit()))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> assertThat(refused.code()).isEqualTo(WorkspaceErrorCode.TREE_TOO_LARGE))
        .hasMessageContaining(words);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  private static void refused(
      WorkspaceErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RepositoryException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
