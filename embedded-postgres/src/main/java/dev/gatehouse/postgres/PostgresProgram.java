package dev.gatehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one of PostgreSQL's programs to its end: argument array, emptied environment, bounded time,
 * output to a file.
 *
 * @param binaries where the programs were unpacked
 * @param user whom they run as
 * @param output receives what the last program printed
 */
record PostgresProgram(Path binaries, PostgresUser user, Path output) {
  private static final int SHOWN_BYTES = 2_000;

  /** What a program left. */
  record Ending(boolean succeeded, String printed) {}

  Ending run(String name, List<String> arguments, Duration limit) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin").resolve(name).toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(user.commandLine(command))
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Ending(false, name + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    }
    return new Ending(process.exitValue() == 0, tail(output));
  }

  /** The last lines of a file, bounded; empty where it is not there. */
  static String tail(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var channel = Files.newByteChannel(file)) {
      long from = Math.max(0, channel.size() - SHOWN_BYTES);
      channel.position(from);
      ByteBuffer bytes = ByteBuffer.allocate(SHOWN_BYTES);
      int read;
      do {
        read = channel.read(bytes);
      } while (read >= 0 && bytes.hasRemaining());
      return new String(bytes.array(), 0, bytes.position(), UTF_8).strip();
    }
  }
}
