package dev.gatehouse.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.screen.CliException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHeadTests {
  @TempDir Path directory;

  @Test
  void namesTheBranchOfAWorkingTree() throws Exception {
    Files.createDirectory(directory.resolve(".git"));
    Files.writeString(directory.resolve(".git/HEAD"), "ref: refs/heads/feature/x\n");
    assertThat(GitHead.of(directory)).isEqualTo("feature/x");
  }

  @Test
  void namesTheCommitOfADetachedHeadInABareRepository() throws Exception {
    String commit = "8257e8da229c22ceeab667c124ce5f0531171bc9";
    Files.writeString(directory.resolve("HEAD"), commit + "\n");
    assertThat(GitHead.of(directory)).isEqualTo(commit);
  }

  @Test
  void followsTheFileOfALinkedWorkingTree() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Path git = Files.createDirectory(directory.resolve("git"));
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/side\n");
    Files.writeString(tree.resolve(".git"), "gitdir: ../git\n");
    assertThat(GitHead.of(tree)).isEqualTo("side");
  }

  @Test
  void refusesADirectoryThatIsNoRepository() {
    assertThatThrownBy(() -> GitHead.of(directory))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("REPOSITORY_UNREADABLE");
  }
}
