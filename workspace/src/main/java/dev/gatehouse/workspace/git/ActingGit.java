package dev.gatehouse.workspace.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The git processes of a mirror, those that change its origin included. Each carries the mirror in
 * its environment, so that one that outlived a killed gateway is found and ended before anybody
 * decides, by looking at origin or mirror, whether it had its effect.
 *
 * @param mirror the mirror's directory
 */
public record ActingGit(Path mirror) {
  private static final String VARIABLE = "GATEHOUSE_ACTS_FOR";
  private static final long END_SECONDS = 10;

  /** The variable by which such a process is known. */
  public Map<String, String> mark() {
    return Map.of(VARIABLE, mirror.toString());
  }

  /** Ends what a former gateway left; called while no process of this one acts. */
  public void endOrphans() {
    byte[] entry = (VARIABLE + "=" + mirror).getBytes(UTF_8);
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      processes.filter(process -> carries(process.pid(), entry)).forEach(ActingGit::end);
    }
  }

  /** In order first, since git then removes the locks that it holds. */
  private static void end(ProcessHandle process) {
    process.destroy();
    if (!ends(process)) {
      process.destroyForcibly();
      if (!ends(process)) {
        throw new UncheckedIOException(
            new IOException("a git process of a former gateway does not end: " + process.pid()));
      }
    }
  }

  private static boolean ends(ProcessHandle process) {
    try {
      process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static boolean carries(long pid, byte[] entry) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
    } catch (IOException e) {
      // Ended by now, or another user's: what this gateway starts it may also read.
      return false;
    }
    int start = 0;
    for (int i = 0; i < environment.length; i++) {
      if (environment[i] == 0) {
        if (Arrays.equals(environment, start, i, entry, 0, entry.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
