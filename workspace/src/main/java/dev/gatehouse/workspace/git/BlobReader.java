package dev.gatehouse.workspace.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One {@code git cat-file --batch}: raw blobs, one after the other, for 30 minutes at most. */
public final class BlobReader implements AutoCloseable {
  private static final int MAX_HEADER = 200;

  private static final ScheduledThreadPoolExecutor ENDS = ends();

  private final Process process;
  private final ScheduledFuture<?> end;
  private final OutputStream questions;
  private final InputStream answers;

  /**
   * Starts the process.
   *
   * @throws RepositoryException GIT_MISSING
   */
  public BlobReader(Git git) {
    ProcessBuilder builder = git.builder("cat-file", "--batch");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new RepositoryException(
          WorkspaceErrorCode.GIT_MISSING, "git did not start", String.valueOf(e.getMessage()));
    }
    end = ENDS.schedule(process::destroyForcibly, Git.SLOW.toSeconds(), TimeUnit.SECONDS);
    questions = process.getOutputStream();
    answers = new BufferedInputStream(process.getInputStream(), 1 << 16);
  }

  /** What is done with the bytes of a blob; everything must be read. */
  @FunctionalInterface
  public interface Use<T> {
    T read(InputStream bytes, long size) throws IOException;
  }

  /**
   * Asks for one blob.
   *
   * @throws RepositoryException MIRROR_DAMAGED if it is missing or not a blob; GIT_TIMED_OUT
   */
  public <T> T blob(GitId id, Use<T> use) {
    try {
      questions.write((id + "\n").getBytes(US_ASCII));
      questions.flush();
      List<String> header = List.of(header().split(" "));
      if (header.size() != 3 || !header.get(1).equals("blob")) {
        throw new RepositoryException(
            WorkspaceErrorCode.MIRROR_DAMAGED, "%s is not a blob of this repository".formatted(id));
      }
      long size = Long.parseLong(header.get(2));
      T result = use.read(answers, size);
      if (answers.read() != '\n') {
        throw new IOException("an answer did not end where it should");
      }
      return result;
    } catch (IOException e) {
      throw new RepositoryException(
          end.isDone() ? WorkspaceErrorCode.GIT_TIMED_OUT : WorkspaceErrorCode.MIRROR_DAMAGED,
          "the object %s cannot be read".formatted(id),
          String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    end.cancel(/* mayInterruptIfRunning= */ false);
    process.destroyForcibly();
  }

  private static ScheduledThreadPoolExecutor ends() {
    ScheduledThreadPoolExecutor ends =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("git-ends").daemon(true).factory());
    ends.setRemoveOnCancelPolicy(true);
    return ends;
  }

  private String header() throws IOException {
    StringBuilder header = new StringBuilder();
    for (int c = answers.read(); c != '\n'; c = answers.read()) {
      if (c < 0 || header.length() > MAX_HEADER) {
        throw new IOException("git ended early");
      }
      header.append((char) c);
    }
    return header.toString();
  }
}
