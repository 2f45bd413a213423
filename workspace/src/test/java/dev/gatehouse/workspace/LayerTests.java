package dev.gatehouse.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import dev.gatehouse.workspace.FileOperation.PutDirectory;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.FileOperation.PutLink;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerBounds;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerEntry.Kind;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import dev.gatehouse.workspace.posix.Owner;
import dev.gatehouse.workspace.posix.TreeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell does in a real overlay mount, read from the upper directory. */
@Requires(Requirement.ROOT)
class LayerTests {
  private static final LayerBounds BOUNDS = new LayerBounds(10_000, 1 << 20);

  @TempDir Path directory;
  private Workspace workspace;
  private Path upper;

  @BeforeEach
  void create() throws IOException {
    workspace = Workspace.create(directory.resolve("run"), new Owner(200_001, 200_001));
    workspace.apply(
        List.of(
            file("f", "f"),
            file("d/x", "x"),
            file("d/e/y", "y"),
            file("k", "k"),
            file("p/q", "q"),
            new PutDirectory(TreePath.of("empty")),
            new PutLink(TreePath.of("link"), "/etc/passwd".getBytes(UTF_8))));
    for (String name : List.of("upper", "work", "view")) {
      Files.createDirectory(directory.resolve(name));
    }
    upper = directory.resolve("upper");
  }

  @AfterEach
  void remove() {
    workspace.remove();
  }

  @Test
  void listsNewChangedAndDeletedFiles() throws Exception {
    LayerSnapshot layer =
        afterCommand(
            "echo more >> f; rm k; mkdir -p n/m; echo new > n/m/file; chmod +x p/q; ln -s .. n/up");

    assertThat(lines(layer))
        .containsExactly(
            "f FILE",
            "k ABSENT",
            "n DIRECTORY",
            "n/m DIRECTORY",
            "n/m/file FILE",
            "n/up SYMLINK",
            "p/q EXECUTABLE");
    assertThat(content(layer, "f")).isEqualTo("fmore\n");
    assertThat(content(layer, "n/up")).isEqualTo("..");
    assertThat(content(layer, "p/q")).isEqualTo("q");
  }

  @Test
  void expandsRemovedAndRemadeDirectories() throws Exception {
    LayerSnapshot layer = afterCommand("rm -r p; rm -r d; mkdir d; mkdir d/e; echo n > d/e/z");

    assertThat(lines(layer))
        .containsExactly("d/e/y ABSENT", "d/e/z FILE", "d/x ABSENT", "p ABSENT", "p/q ABSENT");
  }

  @Test
  void expandsReplacedTypes() throws Exception {
    LayerSnapshot layer =
        afterCommand(
            "rm f; mkdir f; echo i > f/inner; rm -r d; echo file > d; rm link; echo l > link");

    assertThat(lines(layer))
        .containsExactly(
            "d FILE",
            "d/e ABSENT",
            "d/e/y ABSENT",
            "d/x ABSENT",
            "f ABSENT",
            "f DIRECTORY",
            "f/inner FILE",
            "link FILE");
  }

  @Test
  void anAppliedLayerEqualsTheView() throws Exception {
    String command =
        """
        rm f; mkdir f; echo i > f/inner; rm -r d; echo file > d; rm link; echo l > link
        mv k moved; ln p/q p/again; mkdir -p deep/er; rmdir empty; cp -r p copy; chmod 755 copy/q
        """;
    mount();
    List<String> seen;
    try {
      run(command, directory.resolve("view"));
      seen = describe(directory.resolve("view"));
    } finally {
      unmount();
    }
    LayerSnapshot layer = workspace.readLayer(upper, BOUNDS);

    workspace.apply(layer.entries().stream().map(entry -> placement(layer, entry)).toList());

    assertThat(describe(workspace.lower())).isEqualTo(seen);
  }

  @Test
  void keepsSeveralNamesOfOneFileApart() throws Exception {
    LayerSnapshot layer = afterCommand("echo one > a; ln a b; ln a p/c");
    workspace.apply(layer.entries().stream().map(entry -> placement(layer, entry)).toList());

    Files.writeString(workspace.lower().resolve("a"), "changed");

    assertThat(workspace.lower().resolve("b")).hasContent("one\n");
    assertThat(Files.getAttribute(workspace.lower().resolve("b"), "unix:nlink")).isEqualTo(1);
  }

  @Test
  void dropsSetuidBitsOwnersAndAttributes() throws Exception {
    LayerSnapshot layer =
        afterCommand(
            "echo x > s; chmod 06755 s; python3 -c 'import os; os.setxattr(\"s\", \"user.mark\", b\"1\")'");
    workspace.apply(layer.entries().stream().map(entry -> placement(layer, entry)).toList());

    Path placed = workspace.lower().resolve("s");
    assertThat((int) Files.getAttribute(placed, "unix:mode") & 07777).isEqualTo(0755);
    assertThat(Files.getAttribute(placed, "unix:uid")).isEqualTo(200_001);
  }

  @Test
  void namesWhatIsNoFile() throws Exception {
    LayerSnapshot layer =
        afterCommand(
            "mkfifo pipe; mknod null c 1 3; rm -r d; mkfifo d; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"sock\")'");

    assertThat(lines(layer))
        .containsExactly(
            "d SPECIAL",
            "d/e ABSENT",
            "d/e/y ABSENT",
            "d/x ABSENT",
            "null SPECIAL",
            "pipe SPECIAL",
            "sock SPECIAL");
    assertThatThrownBy(() -> layer.content(layer.entries().getFirst()))
        .isInstanceOf(WorkspaceException.class);
  }

  @Test
  void keepsOddNamesAsBytes() throws Exception {
    LayerSnapshot layer = afterCommand("touch $'a\\nb' $'\\xff\\xfe' ' ' ./-rf 'a\\b'");

    assertThat(layer.entries().stream().map(LayerEntry::path))
        .containsExactly(
            new TreePath(" "),
            new TreePath("-rf"),
            new TreePath("a\nb"),
            new TreePath("a\\b"),
            new TreePath("\u00ff\u00fe"));
  }

  @Test
  void reportsWhatLiesTooDeep() throws Exception {
    LayerSnapshot layer = afterCommand("for i in $(seq 100); do mkdir z; touch z/f; cd -P z; done");

    assertThat(layer.entries()).hasSize(64 + 63 + 2);
    assertThat(layer.entries().stream().filter(entry -> entry.kind() == Kind.TOO_DEEP))
        .hasSize(2)
        .allMatch(entry -> TreeNames.depth(entry.path()) == 65);
  }

  @Test
  void boundsPathsAndBytes() throws Exception {
    afterCommand("seq 300000 > big; mkdir many; cd many; seq 50 | xargs touch");

    assertThatThrownBy(() -> workspace.readLayer(upper, new LayerBounds(51, 10)))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.code()).isEqualTo(WorkspaceErrorCode.TOO_LARGE));
    LayerSnapshot layer = workspace.readLayer(upper, new LayerBounds(52, 10));
    assertThatThrownBy(() -> layer.content(layer.entries().getFirst()))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.code()).isEqualTo(WorkspaceErrorCode.TOO_LARGE));
  }

  @Test
  void refusesRedirectedDirectories() throws Exception {
    afterCommand("mkdir other");
    run(
        "python3 -c 'import os; os.setxattr(\"other\", \"trusted.overlay.redirect\", b\"/etc\")'",
        upper);

    assertThatThrownBy(() -> workspace.readLayer(upper, BOUNDS))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.code()).isEqualTo(WorkspaceErrorCode.WORKSPACE_LAYER_UNREADABLE));
  }

  private LayerSnapshot afterCommand(String script) throws Exception {
    mount();
    try {
      run(script, directory.resolve("view"));
    } finally {
      unmount();
    }
    return workspace.readLayer(upper, BOUNDS);
  }

  private void mount() throws Exception {
    String options =
        "lowerdir=%s,upperdir=%s,workdir=%s,nosuid,nodev"
            .formatted(workspace.lower(), upper, directory.resolve("work"));
    run("mount -t overlay overlay -o " + options + " view", directory);
  }

  private void unmount() throws Exception {
    run("umount view", directory);
  }

  /** Every path with what a person would compare: type, permissions of files, content. */
  private List<String> describe(Path root) throws Exception {
    return run(
            "find . -mindepth 1 \\( -type f -printf '%P %m ' -exec sha256sum {} \\; \\) -o \\( -type l -printf '%P -> %l\\n' \\) -o -type d -printf '%P/\\n' | sort",
            root)
        .lines()
        .toList();
  }

  private static String run(String script, Path in) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", script)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static FileOperation placement(LayerSnapshot layer, LayerEntry entry) {
    return switch (entry.kind()) {
      case FILE -> new PutFile(entry.path(), false, layer.content(entry), entry.modified());
      case EXECUTABLE -> new PutFile(entry.path(), true, layer.content(entry), entry.modified());
      case SYMLINK -> new PutLink(entry.path(), layer.content(entry));
      case DIRECTORY -> new PutDirectory(entry.path());
      case ABSENT -> new FileOperation.Delete(entry.path());
      case SPECIAL, TOO_DEEP -> throw new AssertionError("not placed");
    };
  }

  private static String content(LayerSnapshot layer, String path) {
    LayerEntry entry =
        layer.entries().stream()
            .filter(e -> e.path().equals(TreePath.of(path)))
            .findFirst()
            .orElseThrow();
    return new String(layer.content(entry), UTF_8);
  }

  private static List<String> lines(LayerSnapshot layer) {
    return layer.entries().stream()
        .map(entry -> entry.path().display() + " " + entry.kind())
        .toList();
  }

  private static PutFile file(String path, String content) {
    return new PutFile(TreePath.of(path), false, content.getBytes(UTF_8), Optional.empty());
  }
}
