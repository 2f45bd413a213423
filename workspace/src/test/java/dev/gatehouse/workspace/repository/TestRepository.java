package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real repository, made by git and a shell as its user would. */
record TestRepository(Path path) {

  static TestRepository init(Path path) throws IOException, InterruptedException {
    Files.createDirectories(path);
    TestRepository repository = new TestRepository(path);
    repository.sh("git init -q -b main .");
    return repository;
  }

  /** Runs a script in the repository; its output. */
  String sh(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euc", script)
            .directory(path.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            java.util.Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", "/nonexistent",
                "LC_ALL", "C.UTF-8",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@example.org",
                "GIT_COMMITTER_NAME", "a",
                "GIT_COMMITTER_EMAIL", "a@example.org"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(script + "\n" + output);
    }
    return output.strip();
  }
}
