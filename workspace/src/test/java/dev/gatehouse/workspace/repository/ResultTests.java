package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run results in: the patch, the commit, and the new branch in the origin. */
class ResultTests {
  @TempDir Path directory;
  private TestRepository repository;
  private Mirror mirror;
  private PinnedRevision base;
  private Tree baseTree;
  private final TreeMap<TreePath, FileVersion> files = new TreeMap<>();
  private final Map<Digest, byte[]> made = new HashMap<>();

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
    repository.sh(
        """
        seq 100 > text; printf 'x\\0y' > binary; printf 'no newline' > tail; echo gone > 'gone file'
        mkdir d; echo d > d/f; ln -s text link; echo run > run; touch $'q"\\t\\xe9'
        printf '* text eol=crlf\\nbinary diff=other\\n' > .gitattributes
        git add -A; git commit -qm base
        """);
    mirror = Mirror.create(directory.resolve("mirror"), repository.path());
    base = mirror.pin("main", "run-1");
    baseTree = mirror.tree(base.commit()).tree();
    files.putAll(baseTree.files());
    put("text", FileMode.REGULAR, "changed\r\n1\n");
    put("binary", FileMode.REGULAR, "x\0z\377");
    put("tail", FileMode.REGULAR, "no newline\n");
    files.remove(TreePath.of("gone file"));
    files.remove(TreePath.of("d/f"));
    put("d", FileMode.REGULAR, "a file now\n");
    put("link", FileMode.SYMLINK, "d");
    put("run", FileMode.EXECUTABLE, "run\n");
    put("new dir/sub/n\u00e4w", FileMode.REGULAR, "new\n");
    files.put(new TreePath("q\"\t\u00e9"), version(FileMode.REGULAR, "bytes\n"));
  }

  private byte[] patch(Tree from, Tree to) {
    ByteArrayOutputStream patch = new ByteArrayOutputStream();
    mirror.diff(from, to, source(), bytes -> bytes.transferTo(patch));
    return patch.toByteArray();
  }

  /** Comparing lines takes time that grows with the square of their number. */
  @Test
  void largeFilesAreComparedAsBinaryAndNoOthers() throws Exception {
    String large = "0123456789\n".repeat((int) (TreeDiff.LINE_BYTES / 11) + 1);
    List<String> names =
        List.of("[b]ig*", "!big", "#big", "b\\ig?", "a dir/b\"ig\t", "b\u00efg", " big ", "big\n");
    for (String name : names) {
      put(name, FileMode.REGULAR, large);
    }
    List<String> neighbours = List.of("bigger", "[b]ig*x", "dir/!big", "big");
    for (String name : neighbours) {
      put(name, FileMode.REGULAR, large.substring(0, (int) TreeDiff.LINE_BYTES));
    }

    byte[] patch = patch(baseTree, result());

    String text = new String(patch, ISO_8859_1);
    assertThat(text.split("GIT binary patch", -1)).hasSize(names.size() + 1 + 1);
    for (String name : neighbours) {
      assertThat(text).contains("+++ b/" + name + "\n");
    }
    Files.write(directory.resolve("patch"), patch);
    repository.sh(
        "git config core.attributesFile /dev/null; git -c core.autocrlf=false apply --index --cached ../patch");
    assertThat(repository.sh("git write-tree")).isEqualTo(result().gitTree().hex());
  }

  @Test
  void aPatchAppliesToTheBaseAndIsStable() throws Exception {
    byte[] patch = patch(baseTree, result());

    assertThat(patch(baseTree, result())).isEqualTo(patch);
    Files.write(directory.resolve("patch"), patch);
    repository.sh(
        "git config core.attributesFile /dev/null; git -c core.autocrlf=false apply --index --cached ../patch");
    assertThat(repository.sh("git write-tree")).isEqualTo(result().gitTree().hex());
    assertThat(patch(result(), result())).isEmpty();
    try (var left = Files.list(directory.resolve("mirror"))) {
      assertThat(left.map(p -> p.getFileName().toString())).noneMatch(n -> n.contains("work"));
    }
    refused(
        WorkspaceErrorCode.MIRROR_DAMAGED,
        () ->
            Git.own(directory.resolve("mirror"))
                .run(new byte[0], "cat-file", "-e", result().gitTree().hex()));
  }

  @Test
  void refusesContentThatIsNotWhatTheTreeNames() {
    refused(
        WorkspaceErrorCode.CONTENT_MISMATCH,
        () -> mirror.diff(baseTree, result(), version -> "other".getBytes(UTF_8), patch -> {}));
    refused(
        WorkspaceErrorCode.CONTENT_MISMATCH,
        () ->
            mirror.commit(
                result(), version -> new byte[0], base.commit(), Commits.facts("message")));
  }

  @Test
  void publishesTheResultAsANewBranch() throws Exception {
    GitId commit =
        mirror.commit(result(), source(), base.commit(), Commits.facts("One\n\nSeal: x\n"));
    assertThat(mirror.commit(result(), source(), base.commit(), Commits.facts("One\n\nSeal: x\n")))
        .isEqualTo(commit);

    publish(commit, "gatehouse/run-1");
    publish(commit, "gatehouse/run-1");

    assertThat(repository.sh("git rev-parse gatehouse/run-1^{tree} gatehouse/run-1^ main"))
        .isEqualTo(result().gitTree() + "\n" + base.commit() + "\n" + base.commit());
    assertThat(repository.sh("git log -1 --format=%an/%ae/%ct/%B gatehouse/run-1"))
        .isEqualTo("Gatehouse/gatehouse@localhost/1767323045/One\n\nSeal: x");
    assertThat(mirror.branches().reach(commit)).isTrue();
    assertThat(repository.sh("git fsck --full --strict 2>&1; git status --porcelain")).isEmpty();
  }

  @Test
  void neverMovesABranch() throws Exception {
    GitId commit = mirror.commit(result(), source(), base.commit(), Commits.facts("m"));
    repository.sh("git branch taken; git symbolic-ref HEAD refs/heads/unborn");
    String before = repository.sh("git for-each-ref");

    refused(WorkspaceErrorCode.BRANCH_EXISTS, () -> publish(commit, "taken"));
    refused(WorkspaceErrorCode.BRANCH_CONFLICTS, () -> publish(commit, "taken/below"));
    refused(WorkspaceErrorCode.BRANCH_CHECKED_OUT, () -> publish(commit, "unborn"));
    for (String name :
        new String[] {"-f", "a b", "a..b", "", "a/", "x.lock", "@", "refs/../x", "a\n"}) {
      refused(WorkspaceErrorCode.BRANCH_INVALID, () -> publish(commit, name));
      refused(WorkspaceErrorCode.BRANCH_UNKNOWN, () -> mirror.branches().reach(commit, name));
    }
    assertThat(repository.sh("git for-each-ref")).isEqualTo(before);
  }

  @Test
  @Requires(Requirement.ROOT)
  void actsAsTheOriginsOwner() throws Exception {
    directory.toFile().setExecutable(true, false);
    repository.sh("chown -R 200123:200124 .; chmod 0711 ..");
    refused(WorkspaceErrorCode.ORIGIN_OWNER_CHANGED, () -> mirror.refresh());
    Mirror foreign = Mirror.create(directory.resolve("mirror-2"), repository.path());
    GitId commit = foreign.commit(result(), source(), base.commit(), Commits.facts("m"));

    foreign.branches().publish(commit, "gatehouse/run-1", ontoMain());

    assertThat(repository.sh("find . ! -uid 200123 -o ! -gid 200124")).isEmpty();
    assertThat(foreign.branches().reach(commit)).isTrue();
    repository.sh("chown -R 200125:200124 .");
    refused(WorkspaceErrorCode.ORIGIN_OWNER_CHANGED, () -> foreign.branches().head());
  }

  private void publish(GitId commit, String branch) {
    mirror.branches().publish(commit, branch, ontoMain());
  }

  private Onto ontoMain() {
    return new Onto("main", base.commit(), base.commit(), /* unrelatedBase= */ false);
  }

  private Tree result() {
    return new Tree(files);
  }

  private ContentSource source() {
    return version -> made.getOrDefault(version.sha256(), new byte[0]);
  }

  private void put(String path, FileMode mode, String content) {
    files.put(TreePath.of(path), version(mode, content));
  }

  private FileVersion version(FileMode mode, String content) {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    FileVersion version = FileVersion.of(mode, bytes);
    made.put(version.sha256(), bytes);
    return version;
  }

  private static void refused(WorkspaceErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code));
  }
}
