package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a process, or one piped into another, with bounded output and a time limit. */
final class GitProcess {
  /** What is kept of standard error; more is read and dropped. */
  private static final int ERROR_BYTES = 8 << 10;

  private static final long KILL_SECONDS = 5;

  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private GitProcess() {}

  /**
   * How it ended.
   *
   * @param ok whether every process exited with 0
   * @param output standard output of the last
   * @param error the beginning of what all wrote to standard error
   */
  record Result(boolean ok, byte[] output, String error) {}

  /**
   * @param pipeline each reads what the one before writes
   * @param input standard input of the first
   * @param maxOutput the most that the last may write
   */
  static Result run(List<ProcessBuilder> pipeline, byte[] input, long maxOutput, Duration limit) {
    List<Process> processes = start(pipeline);
    try {
      Process last = processes.getLast();
      List<CompletableFuture<String>> errors =
          processes.stream()
              .map(p -> CompletableFuture.supplyAsync(() -> error(p.getErrorStream()), VIRTUAL))
              .toList();
      Thread.ofVirtual().start(() -> feed(processes.getFirst().getOutputStream(), input));
      CompletableFuture<byte[]> output =
          CompletableFuture.supplyAsync(() -> output(last.getInputStream(), maxOutput), VIRTUAL);
      byte[] bytes = await(output, limit);
      boolean ok = true;
      for (Process process : processes) {
        ok &= await(process.onExit(), limit).exitValue() == 0;
      }
      StringBuilder error = new StringBuilder();
      for (CompletableFuture<String> part : errors) {
        error.append(await(part, limit));
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
      throw new RepositoryRefused(
          Code.GIT_MISSING, "git did not start", String.valueOf(e.getMessage()));
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration limit) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RepositoryRefused(
          Code.GIT_TIMED_OUT, "git took longer than %s s".formatted(limit.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryRefused(Code.GIT_TIMED_OUT, "git was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RepositoryRefused refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void feed(OutputStream stdin, byte[] input) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      // The process has ended without reading everything; its exit status says why.
    }
  }

  private static byte[] output(InputStream stdout, long maxOutput) {
    try (stdout) {
      int limit = (int) Math.min(maxOutput, Integer.MAX_VALUE - 16L);
      byte[] bytes = stdout.readNBytes(limit);
      if (bytes.length == limit && stdout.read() >= 0) {
        throw new RepositoryRefused(
            Code.TOO_LARGE, "git wrote more than %s bytes".formatted(limit));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
