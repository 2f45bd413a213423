package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTests {
  private static final String[] NAMES = {
    "a", "a.b", "a-b", "a0", "ab", "B", "lib", "lib.c", "lib-x", "ü", "\u00ff\u00fe", "x y", "~"
  };

  private static final List<FileMode> MODES =
      List.of(FileMode.REGULAR, FileMode.EXECUTABLE, FileMode.SYMLINK);

  @TempDir Path repository;

  @Test
  void namesTheTreeThatGitNames() throws Exception {
    git(new byte[0], "init", "-q", "--bare", ".");
    Random random = new Random(7);
    for (int round = 0; round < 40; round++) {
      Tree tree = randomTree(random);
      StringBuilder index = new StringBuilder();
      tree.files()
          .forEach((path, file) ->
              index
                  .append(file.mode().octal())
                  .append(' ')
                  .append(file.gitBlob().hex())
                  .append('\t')
                  .append(path.latin1())
                  .append('\0'));
      git(new byte[0], "read-tree", "--empty");
      git(index.toString().getBytes(ISO_8859_1), "update-index", "-z", "--index-info");
      assertThat(git(new byte[0], "write-tree", "--missing-ok").strip())
          .isEqualTo(tree.gitTree().hex());
    }
  }

  @Test
  void comesBackFromItsJson() {
    Random random = new Random(11);
    for (int round = 0; round < 40; round++) {
      Tree tree = randomTree(random);
      assertThat(Tree.fromJson(StrictJson.readCanonical(tree.toJson().canonical())))
          .isEqualTo(tree);
    }
  }

  @Test
  void theReversedChangesLeadBack() {
    FileVersion one = version("one");
    FileVersion two = version("two");
    Tree base = new Tree(new TreeMap<>(Map.of(TreePath.of("a"), one, TreePath.of("d/b"), two)));
    ChangeSet changes =
        ChangeSet.of(
            change("a", Optional.of(one), Optional.of(two)),
            change("d/b", Optional.of(two), Optional.empty()),
            change("new", Optional.empty(), Optional.of(one)));
    Tree result = base.with(changes);
    assertThat(result.gitTree()).isNotEqualTo(base.gitTree());
    assertThat(result.with(changes.reversed())).isEqualTo(base);
  }

  private static Change change(
      String path, Optional<FileVersion> before, Optional<FileVersion> after) {
    return new Change(WorkspacePath.parse(path), before, after);
  }

  private static FileVersion version(String content) {
    return FileVersion.of(FileMode.REGULAR, content.getBytes(UTF_8));
  }

  private static Tree randomTree(Random random) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
      }
      TreePath candidate = new TreePath(path.toString());
      boolean clash =
          files.keySet().stream()
              .anyMatch(other ->
                  other.latin1().startsWith(candidate.latin1() + "/")
                      || candidate.latin1().startsWith(other.latin1() + "/"));
      if (!clash) {
        FileMode mode = MODES.get(random.nextInt(MODES.size()));
        byte[] content = new byte[random.nextInt(9)];
        random.nextBytes(content);
        files.put(candidate, FileVersion.of(mode, content));
      }
    }
    return new Tree(files);
  }

  private String git(byte[] input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GIT_DIR", repository.toString());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
