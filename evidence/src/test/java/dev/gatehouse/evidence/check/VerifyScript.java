package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs {@code deploy/verify/verify.sh}, which shares no code with the check. */
record VerifyScript(Path trust) {
  private static final Path SCRIPT = Path.of("../deploy/verify/verify.sh").toAbsolutePath();

  /** The programs of the system, not wrappers of them that a user's shell has. */
  private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

  /**
   * What the script said.
   *
   * @param exit 0 whole, 1 not whole
   * @param lines one per finding
   */
  record Answer(int exit, List<String> lines) {}

  Answer check(Path folder, String... more) throws IOException, InterruptedException {
    if (!Files.isExecutable(SCRIPT)) {
      throw new IllegalStateException("verify.sh is not there");
    }
    List<String> command =
        new java.util.ArrayList<>(
            List.of(SCRIPT.toString(), folder.toString(), "--trust", trust.toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", SYSTEM_PATH);
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    return new Answer(process.waitFor(), lines);
  }
}
