package dev.gatehouse.workspace.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a process, or one piped into another, with bounded output and one time limit for all of it.
 *
 * <p>Pipes are read by platform threads, since a read of a pipe holds whatever it runs on: two or
 * three for a process, so that callers, whose number is bounded, bound them too.
 */
public final class GitProcess {
  /** What is kept of standard error; more is read and dropped. */
  private static final int ERROR_BYTES = 8 << 10;

  private static final long KILL_SECONDS = 5;

  /** Input that any pipe takes at once, without a thread that waits for the reader. */
  private static final int PIPE_BYTES = 4 << 10;

  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("git-pipe-", 0).daemon(true).factory();
  private static final Executor PIPES = task -> THREADS.newThread(task).start();

  private GitProcess() {}

  /**
   * How it ended.
   *
   * @param ok whether every process exited with 0
   * @param output standard output of the last
   * @param error the beginning of what all wrote to standard error
   */
  public record Result(boolean ok, byte[] output, String error) {}

  /** What is made of standard output, in a thread of its own. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads to the end, or throws.
     *
     * @return what is kept
     */
    byte[] read(InputStream stdout) throws IOException;
  }

  /**
   * @param pipeline each reads what the one before writes
   * @param input standard input of the first
   * @param maxOutput the most that the last may write
   * @param limit from now until all have ended
   */
  public static Result run(
      List<ProcessBuilder> pipeline, byte[] input, long maxOutput, Duration limit) {
    return run(pipeline, input, stdout -> output(stdout, maxOutput), limit);
  }

  /**
   * The same with output that is not kept as a whole. All are ended as soon as {@code reading}
   * throws; what it throws is thrown on.
   */
  public static Result run(
      List<ProcessBuilder> pipeline, byte[] input, Reading reading, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    List<Process> processes = start(pipeline);
    try {
      List<CompletableFuture<String>> errors =
          processes.stream()
              .map(p -> CompletableFuture.supplyAsync(() -> error(p.getErrorStream()), PIPES))
              .toList();
      feed(processes.getFirst().getOutputStream(), input);
      InputStream stdout = processes.getLast().getInputStream();
      byte[] bytes =
          await(CompletableFuture.supplyAsync(() -> read(stdout, reading), PIPES), end, limit);
      boolean ok = true;
      for (Process process : processes) {
        ok &= exitStatus(process, end, limit) == 0;
      }
      StringBuilder error = new StringBuilder();
      for (CompletableFuture<String> part : errors) {
        error.append(await(part, end, limit));
      }
      return new Result(ok, bytes, error.toString().strip());
    } finally {
      processes.forEach(GitProcess::end);
    }
  }

  /**
   * What was ended has no effect any more once this returns. In order first, since git then removes
   * the locks that it holds.
   */
  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<Process> start(List<ProcessBuilder> pipeline) {
    try {
      return ProcessBuilder.startPipeline(pipeline);
    } catch (IOException e) {
      throw new RepositoryException(
          WorkspaceErrorCode.GIT_MISSING, "git did not start", String.valueOf(e.getMessage()));
    }
  }

  private static <T> T await(CompletableFuture<T> future, long end, Duration limit) {
    try {
      return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw timedOut(limit);
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RepositoryException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static int exitStatus(Process process, long end, Duration limit) {
    try {
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw timedOut(limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static RepositoryException timedOut(Duration limit) {
    return new RepositoryException(
        WorkspaceErrorCode.GIT_TIMED_OUT, "git took longer than %s s".formatted(limit.toSeconds()));
  }

  private static RepositoryException interrupted() {
    Thread.currentThread().interrupt();
    return new RepositoryException(WorkspaceErrorCode.GIT_TIMED_OUT, "git was interrupted");
  }

  private static void feed(OutputStream stdin, byte[] input) {
    if (input.length > PIPE_BYTES) {
      PIPES.execute(() -> write(stdin, input));
    } else {
      write(stdin, input);
    }
  }

  private static void write(OutputStream stdin, byte[] input) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      // The process has ended without reading everything; its exit status says why.
    }
  }

  private static byte[] read(InputStream stdout, Reading reading) {
    try (stdout) {
      return reading.read(stdout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] output(InputStream stdout, long maxOutput) throws IOException {
    int limit = (int) Math.min(maxOutput, Integer.MAX_VALUE - 16L);
    byte[] bytes = stdout.readNBytes(limit);
    if (bytes.length == limit && stdout.read() >= 0) {
      throw new RepositoryException(
          WorkspaceErrorCode.TOO_LARGE, "git wrote more than %s bytes".formatted(limit));
    }
    return bytes;
  }

  private static String error(InputStream stderr) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (stderr) {
      kept.write(stderr.readNBytes(ERROR_BYTES));
      stderr.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Killed at the time limit; what was read is enough.
    }
    return kept.toString(UTF_8);
  }
}
