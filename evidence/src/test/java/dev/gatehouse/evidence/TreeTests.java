package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.json.StrictJson;
import java.nio.file.Path;
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
    GitRepository git = GitRepository.init(repository);
    Random random = new Random(7);
    for (int round = 0; round < 40; round++) {
      Tree tree = randomTree(random);
      git.stage(tree);
      assertThat(git.run("write-tree", "--missing-ok")).isEqualTo(tree.gitTree().hex());
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
}
