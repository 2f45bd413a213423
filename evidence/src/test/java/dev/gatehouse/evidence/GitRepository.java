package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository of real git, for comparison. */
public record GitRepository(Path directory) {
  private static final Map<String, String> IDENTITY =
      Map.of(
          "GIT_AUTHOR_NAME", "t",
          "GIT_AUTHOR_EMAIL", "t@t",
          "GIT_COMMITTER_NAME", "t",
          "GIT_COMMITTER_EMAIL", "t@t");

  public static GitRepository init(Path directory) throws IOException, InterruptedException {
    GitRepository git = new GitRepository(directory);
    git.run("init", "-q", "--bare", ".");
    return git;
  }

  /** Makes the index hold exactly this tree; its blobs need not be there. */
  public void stage(Tree tree) throws IOException, InterruptedException {
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
    run("read-tree", "--empty");
    run(index.toString().getBytes(ISO_8859_1), "update-index", "-z", "--index-info");
  }

  public String run(String... arguments) throws IOException, InterruptedException {
    return run(new byte[0], arguments);
  }

  public String run(byte[] input, String... arguments) throws IOException, InterruptedException {
    return new String(bytes(input, arguments), UTF_8).strip();
  }

  /** What git printed. */
  public byte[] bytes(byte[] input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("GIT_DIR", directory.toString());
    builder.environment().putAll(IDENTITY);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("git failed: " + command);
    }
    return output;
  }
}
