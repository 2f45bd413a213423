package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A git repository as people have one, with a branch {@code main}.
 *
 * @param directory its working tree
 */
record Repository(Path directory) {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_AUTHOR_NAME", "Someone",
          "GIT_AUTHOR_EMAIL", "someone@example.invalid",
          "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
          "GIT_COMMITTER_NAME", "Someone",
          "GIT_COMMITTER_EMAIL", "someone@example.invalid",
          "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");

  /** Begins a content that is the target of a symbolic link. */
  private static final String LINK = "-> ";

  /** A fresh one with one commit of these files, by path; {@code -> target} is a link. */
  static Repository of(Map<String, String> files) {
    Path directory = CopiedTrees.passable("repository").resolve("origin");
    files.forEach((path, text) -> write(directory.resolve(path), text));
    return ofTree(directory);
  }

  /** One commit of what lies in {@code directory}. */
  static Repository ofTree(Path directory) {
    Repository repository = new Repository(directory);
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.commitAll("The base");
    return repository;
  }

  /** Commits everything that lies in the working tree. */
  void commitAll(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--message=" + message);
  }

  /** Writes one file of the working tree. */
  void write(String path, String text) {
    write(directory.resolve(path), text);
  }

  /** The object that a revision names. */
  String id(String revision) {
    return git("rev-parse", "--verify", revision);
  }

  /** Runs git in it without its hooks, which has to succeed; what it printed. */
  String git(String... arguments) {
    return run(List.of("git", "-c", "core.hooksPath=/dev/null"), arguments);
  }

  /** The same with its hooks, as people do. */
  String gitWithHooks(String... arguments) {
    return run(List.of("git"), arguments);
  }

  private String run(List<String> git, String... arguments) {
    List<String> command = new ArrayList<>(git);
    command.addAll(List.of(arguments));
    return Program.demand(directory, ENVIRONMENT, command).strip();
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      if (text.startsWith(LINK)) {
        Files.createSymbolicLink(file, Path.of(text.substring(LINK.length())));
      } else {
        Files.writeString(file, text, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
