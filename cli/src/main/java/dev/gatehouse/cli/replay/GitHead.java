package dev.gatehouse.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cli.screen.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The branch that a repository's HEAD names, read from its files without running git. */
public final class GitHead {
  private static final String BRANCH = "ref: refs/heads/";
  private static final int LONGEST = 4096;

  private GitHead() {}

  /**
   * The branch's name, or the commit where HEAD is detached.
   *
   * @param repository a working tree with {@code .git}, or a bare repository
   * @throws CliException REPOSITORY_UNREADABLE
   */
  public static String of(Path repository) {
    try {
      String head = head(repository).strip();
      return head.startsWith(BRANCH) ? head.substring(BRANCH.length()) : head;
    } catch (IOException e) {
      throw new CliException(
          "REPOSITORY_UNREADABLE",
          repository + " is not a git repository whose HEAD can be read",
          "name the directory of a git repository with --repo",
          e);
    }
  }

  private static String head(Path repository) throws IOException {
    Path git = repository.resolve(".git");
    if (Files.isRegularFile(git)) {
      String pointer = small(git).strip();
      if (!pointer.startsWith("gitdir: ")) {
        throw new IOException(".git is a file without gitdir");
      }
      return small(repository.resolve(pointer.substring("gitdir: ".length())).resolve("HEAD"));
    }
    return small((Files.isDirectory(git) ? git : repository).resolve("HEAD"));
  }

  private static String small(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), UTF_8);
    }
  }
}
