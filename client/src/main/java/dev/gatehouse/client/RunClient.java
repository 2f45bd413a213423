package dev.gatehouse.client;

import dev.gatehouse.client.operator.ApprovalState;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * The syscalls of one open run, under one lease. Thread-safe.
 *
 * <p>Throws as {@link GatehouseClient} does. Where a call got no answer, it is sent once more under
 * the same idempotency key: it takes effect at most once.
 */
public final class RunClient {
  private static final Duration COMMAND = Duration.ofHours(1);

  private final HttpTransport http;
  private final String runId;
  private final String token;
  private final long fence;
  private final Supplier<String> keys;

  RunClient(HttpTransport http, String runId, String token, long fence, Supplier<String> keys) {
    this.http = http;
    this.runId = runId;
    this.token = token;
    this.fence = fence;
    this.keys = keys;
  }

  /** The run. */
  public String runId() {
    return runId;
  }

  /** Reads a file. */
  public FileContent read(String path) {
    return syscall("file.read", Map.of("path", path), FileContent.class);
  }

  /** Lists a directory; the workspace's root where {@code path} is empty. */
  public DirectoryListing list(Optional<String> path) {
    return syscall(
        "dir.list", path.map(p -> Map.of("path", p)).orElse(Map.of()), DirectoryListing.class);
  }

  /**
   * Writes a file of text.
   *
   * @param replaces digest of the content that it replaces, or {@code absent}
   */
  public FileChanged write(String path, String replaces, String text) {
    return syscall(
        "file.write", Map.of("path", path, "replaces", replaces, "text", text), FileChanged.class);
  }

  /** Writes a file of any bytes; otherwise as {@link #write(String, String, String)}. */
  public FileChanged write(String path, String replaces, byte[] content, boolean executable) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("path", path);
    body.put("replaces", replaces);
    body.put("base64", Base64.getEncoder().encodeToString(content));
    body.put("executable", executable);
    return syscall("file.write", body, FileChanged.class);
  }

  /** Deletes a file whose content has the digest {@code replaces}. */
  public FileChanged delete(String path, String replaces) {
    return syscall("file.delete", Map.of("path", path, "replaces", replaces), FileChanged.class);
  }

  /** Runs a command to its end. */
  public CommandAnswer run(CommandRequest command) {
    return call("syscalls/exec.run", command, COMMAND, CommandAnswer.class);
  }

  /** Waits until an approval is settled, at most {@code waitMillis}. */
  public ApprovalState awaitApproval(String approvalId, long waitMillis) {
    return syscall(
        "approval.wait",
        Map.of("approvalId", approvalId, "waitMillis", waitMillis),
        ApprovalState.class);
  }

  /** Submits the work; the run takes no more calls. */
  public RunView submit() {
    return call("submit", Map.of(), HttpTransport.ANSWER, RunView.class);
  }

  private <T> T syscall(String name, Map<String, ?> body, Class<T> type) {
    return call("syscalls/" + name, body, HttpTransport.ANSWER, type);
  }

  private <T> T call(String name, Object body, Duration patience, Class<T> type) {
    String path = "v1/runs/" + HttpTransport.encoded(runId) + "/" + name;
    Map<String, String> headers = Map.of("Gatehouse-Fence", Long.toString(fence));
    byte[] answer = http.sendKeyed(token, path, body, keys.get(), headers, patience);
    try {
      return JsonCodec.read(answer, type);
    } catch (JacksonException e) {
      throw new UnreachableException(
          http.server(), "the answer is not of this API: " + e.getOriginalMessage(), e);
    }
  }
}
