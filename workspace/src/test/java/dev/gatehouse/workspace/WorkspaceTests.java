package dev.gatehouse.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.workspace.FileOperation.Delete;
import dev.gatehouse.workspace.FileOperation.PutDirectory;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.FileOperation.PutLink;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.FileContent;
import dev.gatehouse.workspace.posix.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTests {
  private static final long MAX = 1 << 20;

  @TempDir Path directory;
  private Workspace workspace;

  @BeforeEach
  void create() {
    workspace = Workspace.create(directory.resolve("run-1"), Owner.ofThisProcess());
  }

  @AfterEach
  void remove() {
    workspace.remove();
    assertThat(directory.resolve("run-1")).doesNotExist();
  }

  @Test
  void writesATreeByteForByte() throws IOException {
    byte[] binary = {0, (byte) 0xff, '\r', '\n', 0};
    Trees trees =
        new Trees()
            .file("README.md", "hello\r\n")
            .put(TreePath.of("bin/tool"), FileMode.EXECUTABLE, binary)
            .put(TreePath.of("link"), FileMode.SYMLINK, "../../etc/passwd".getBytes(UTF_8))
            .put(TreePath.of("module"), FileMode.GITLINK, new byte[0])
            .put(
                TreePath.ofBytes(new byte[] {'d', '/', (byte) 0xe9, '\n'}),
                FileMode.REGULAR,
                binary);

    workspace.materialize(trees.tree(), trees, path -> false);

    assertThat(workspace.read(path("README.md"), MAX).bytes())
        .isEqualTo("hello\r\n".getBytes(UTF_8));
    FileContent tool = workspace.read(path("bin/tool"), MAX);
    assertThat(tool.bytes()).isEqualTo(binary);
    assertThat(tool.mode()).isEqualTo(FileMode.EXECUTABLE);
    assertThat(Files.readSymbolicLink(workspace.lower().resolve("link")))
        .isEqualTo(Path.of("../../etc/passwd"));
    assertThat(workspace.files(100))
        .containsExactlyElementsOf(
            trees.tree().files().keySet().stream()
                .filter(file -> !file.equals(TreePath.of("module")))
                .toList());
    assertThat(permissions("bin/tool")).isEqualTo("rwxr-xr-x");
    assertThat(permissions("README.md")).isEqualTo("rw-r--r--");
  }

  @Test
  void leavesOutWhatIsNotToBeRead() {
    Trees trees = new Trees().file("a/.env", "TOKEN").file("a/b", "b");

    workspace.materialize(trees.tree(), trees, path -> path.latin1().endsWith(".env"));

    assertThat(workspace.files(10)).containsExactly(TreePath.of("a/b"));
  }

  @Test
  void refusesNamesThatLeaveTheTree() throws IOException {
    for (String name : List.of("../out", "a/../../out", "/out", "a//b", ".", "a/\0b")) {
      Trees trees = new Trees().put(TreePath.of(name), FileMode.REGULAR, new byte[0]);
      refused(
          WorkspaceErrorCode.NAME_UNUSABLE,
          () -> workspace.materialize(trees.tree(), trees, path -> false));
      refused(WorkspaceErrorCode.NAME_UNUSABLE, () -> workspace.apply(List.of(file(name, "x"))));
    }
    assertThat(directory.resolve("run-1")).isDirectoryNotContaining("glob:**out");
  }

  @Test
  void readsRegularFilesOnly() throws IOException {
    workspace.apply(
        List.of(
            file("d/f", "content"),
            new PutLink(tree("l"), bytes("d/f")),
            new PutLink(tree("ld"), bytes("d"))));
    new ProcessBuilder("mkfifo", workspace.lower().resolve("fifo").toString())
        .start()
        .onExit()
        .join();

    refused(WorkspaceErrorCode.FILE_NOT_FOUND, () -> workspace.read(path("none"), MAX));
    refused(WorkspaceErrorCode.FILE_NOT_A_FILE, () -> workspace.read(path("d/f/below"), MAX));
    refused(WorkspaceErrorCode.FILE_IS_DIRECTORY, () -> workspace.read(path("d"), MAX));
    refused(WorkspaceErrorCode.FILE_IS_SYMLINK, () -> workspace.read(path("l"), MAX));
    refused(WorkspaceErrorCode.FILE_IS_SYMLINK, () -> workspace.read(path("ld/f"), MAX));
    refused(WorkspaceErrorCode.FILE_NOT_A_FILE, () -> workspace.list(Optional.of(path("ld")), 10));
    refused(WorkspaceErrorCode.FILE_NOT_A_FILE, () -> workspace.read(path("fifo"), MAX));
    refused(WorkspaceErrorCode.TOO_LARGE, () -> workspace.read(path("d/f"), 6));
    assertThat(workspace.read(path("d/f"), 7).bytes()).isEqualTo(bytes("content"));
  }

  @Test
  void refusesALinkOnTheWayWhereAJoinedPathFollowsIt() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    workspace.apply(List.of(new PutLink(tree("d"), bytes(outside.toString()))));

    assertThat(workspace.lower().resolve("d/secret")).hasContent("secret");
    refused(WorkspaceErrorCode.FILE_IS_SYMLINK, () -> workspace.read(path("d/secret"), MAX));
    refused(
        WorkspaceErrorCode.WORKSPACE_CONFLICT,
        () -> workspace.apply(List.of(file("d/secret", "changed"))));
    workspace.apply(List.of(new Delete(tree("d/secret"))));
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void listsInByteOrderAndSaysWhatIsCut() {
    workspace.apply(
        List.of(
            file("b", "12"),
            new PutFile(tree("a"), true, bytes("1"), Optional.empty()),
            file("c/x", ""),
            new PutLink(tree("d"), bytes("abc"))));

    Listing all = workspace.list(Optional.empty(), 10);
    assertThat(all.truncated()).isFalse();
    assertThat(all.entries())
        .containsExactly(
            new Listing.Entry(tree("a"), Listing.Type.EXECUTABLE, 1),
            new Listing.Entry(tree("b"), Listing.Type.FILE, 2),
            new Listing.Entry(tree("c"), Listing.Type.DIRECTORY, 0),
            new Listing.Entry(tree("d"), Listing.Type.SYMLINK, 3));
    Listing some = workspace.list(Optional.empty(), 2);
    assertThat(some.truncated()).isTrue();
    assertThat(some.entries()).hasSize(2);
    refused(WorkspaceErrorCode.FILE_NOT_A_FILE, () -> workspace.list(Optional.of(path("b")), 10));
    refused(WorkspaceErrorCode.TOO_LARGE, () -> workspace.files(2));
  }

  @Test
  void neverWritesThroughAHardLink() throws IOException {
    workspace.apply(List.of(file("kept", "committed")));
    Files.createLink(workspace.lower().resolve("alias"), workspace.lower().resolve("kept"));

    workspace.apply(List.of(file("alias", "evil")));

    assertThat(workspace.lower().resolve("kept")).hasContent("committed");
    assertThat(workspace.lower().resolve("alias")).hasContent("evil");
  }

  @Test
  void replacesFilesByDirectoriesAndBack() {
    workspace.apply(List.of(file("a", "file"), file("d/x", "x"), file("d/e/y", "y")));

    workspace.apply(
        List.of(
            file("a/below", "new"),
            new Delete(tree("a")),
            file("d", "file"),
            new Delete(tree("d/e")),
            new Delete(tree("d/x")),
            new Delete(tree("d/e/y"))));

    assertThat(workspace.files(10)).containsExactly(tree("a/below"), tree("d"));
  }

  @Test
  void refusesWhatDoesNotFitBeforeAnythingChanges() {
    workspace.apply(List.of(file("a", "file"), file("d/x", "x"), file("d/y", "y")));
    List<List<FileOperation>> units =
        List.of(
            List.of(new Delete(tree("d/x")), file("d", "file")),
            List.of(new Delete(tree("d/x")), file("a/below", "new")),
            List.of(new Delete(tree("d/x")), new PutDirectory(tree("a"))),
            List.of(new Delete(tree("d/x")), file("n", "1"), file("n/m", "2")),
            List.of(new Delete(tree("d/x")), file("n", "1"), file("n", "2")));

    for (List<FileOperation> unit : units) {
      refused(WorkspaceErrorCode.WORKSPACE_CONFLICT, () -> workspace.apply(unit));
    }

    assertThat(workspace.files(10)).containsExactly(tree("a"), tree("d/x"), tree("d/y"));
  }

  @Test
  void keepsADirectoryInWhichSomethingStays() {
    workspace.apply(List.of(file("d/x", "x"), file("d/y", "y")));

    workspace.apply(
        List.of(new Delete(tree("d")), new Delete(tree("d/x")), new Delete(tree("gone"))));

    assertThat(workspace.files(10)).containsExactly(tree("d/y"));
  }

  @Test
  void keepsTimesThatAreNotInTheFuture() {
    Instant past = Instant.parse("2020-01-02T03:04:05.000000006Z");
    Instant future = Instant.parse("2999-01-01T00:00:00Z");
    workspace.apply(
        List.of(
            new PutFile(tree("old"), false, bytes(""), Optional.of(past)),
            new PutFile(tree("new"), false, bytes(""), Optional.of(future))));

    assertThat(workspace.read(path("old"), MAX).modified()).isEqualTo(past);
    assertThat(workspace.read(path("new"), MAX).modified()).isBefore(future);
  }

  @Test
  void givesFilesToTheRunsOwner() throws IOException {
    Owner self = Owner.ofThisProcess();
    Owner owner = self.uid() == 0 ? new Owner(200_007, 200_008) : self;
    try (Workspace owned = Workspace.create(directory.resolve("run-2"), owner)) {
      owned.apply(List.of(file("d/f", "x"), new PutLink(tree("d/l"), bytes("f"))));
      for (String name : List.of(".", "d", "d/f", "d/l")) {
        Map<String, Object> attributes =
            Files.readAttributes(
                owned.lower().resolve(name), "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        assertThat(attributes).containsEntry("uid", owner.uid()).containsEntry("gid", owner.gid());
      }
    }
  }

  @Test
  void leavesNothingOfAFailedStart() throws IOException {
    Files.createDirectory(directory.resolve("taken"));
    refused(
        WorkspaceErrorCode.WORKSPACE_CONFLICT,
        () -> Workspace.create(directory.resolve("taken"), Owner.ofThisProcess()));
    assertThat(directory.resolve("taken")).isEmptyDirectory();
    if (Owner.ofThisProcess().uid() != 0) {
      refused(
          WorkspaceErrorCode.WORKSPACE_NOT_PERMITTED,
          () -> Workspace.create(directory.resolve("other"), new Owner(0, 0)));
      assertThat(directory.resolve("other")).doesNotExist();
    }
  }

  @Test
  void opensAgainWhatWasClosed() {
    workspace.apply(List.of(file("f", "1")));
    workspace.close();
    refused(WorkspaceErrorCode.WORKSPACE_CLOSED, () -> workspace.read(path("f"), MAX));

    workspace = Workspace.open(directory.resolve("run-1"), Owner.ofThisProcess());

    assertThat(workspace.read(path("f"), MAX).bytes()).isEqualTo(bytes("1"));
  }

  @Test
  void removesTreesOfAnyDepth() throws IOException {
    String script =
        """
        import os, sys
        os.chdir(sys.argv[1])
        for i in range(3000):
            os.mkdir("d"); os.symlink("f", "l"); open("f", "w").close(); os.chdir("d")
        """;
    Process process =
        new ProcessBuilder("python3", "-c", script, workspace.lower().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.onExit().join().exitValue()).isZero();

    workspace.remove();

    assertThat(directory).isEmptyDirectory();
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(workspace.lower().resolve(name)));
  }

  private static void refused(WorkspaceErrorCode code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            WorkspaceException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static PutFile file(String path, String content) {
    return new PutFile(tree(path), false, bytes(content), Optional.empty());
  }

  private static TreePath tree(String path) {
    return TreePath.of(path);
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
