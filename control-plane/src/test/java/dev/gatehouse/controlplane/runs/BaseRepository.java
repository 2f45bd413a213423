package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A git repository with a branch {@code main}, made by git itself. */
public record BaseRepository(Path directory) {
  /** One with a file, below {@code directory}. */
  public static BaseRepository create(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    BaseRepository repository = new BaseRepository(directory);
    repository.git("init", "-q", "-b", "main");
    repository.write("a.txt", "alpha\n").commit();
    return repository;
  }

  /** Writes a file in the working tree. */
  public BaseRepository write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(UTF_8));
    return this;
  }

  /** Commits everything. */
  public BaseRepository commit() throws IOException, InterruptedException {
    git("add", "-A", "-f");
    git("commit", "-q", "--allow-empty", "-m", "base");
    return this;
  }

  /** Runs a shell script in the working tree. */
  public BaseRepository script(String text) throws IOException, InterruptedException {
    run(List.of("bash", "-euc", text));
    return this;
  }

  void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@localhost"));
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null"));
    assertThat(builder.start().waitFor()).as(command.toString()).isZero();
  }
}
