package dev.gatehouse.client;

import static dev.gatehouse.client.HttpTransport.encoded;

import dev.gatehouse.client.operator.AgentRequest;
import dev.gatehouse.client.operator.AgentToken;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalState;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.client.operator.Merged;
import dev.gatehouse.client.operator.ProfileRequest;
import dev.gatehouse.client.operator.ProfileView;
import dev.gatehouse.client.operator.Reconciliation;
import dev.gatehouse.client.operator.RepositoryView;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The REST API as one caller sees it, an operator or an agent. Thread-safe.
 *
 * <p>Every method throws {@link ProblemException} where the gateway refuses and {@link
 * UnreachableException} where there is no answer.
 */
public final class GatehouseClient {
  // The largest pages that the gateway answers with.
  private static final int APPROVALS = 500;
  private static final int RUNS = 100;

  private final HttpTransport http;
  private final String token;
  private final Supplier<String> keys;

  /**
   * A client with random idempotency keys.
   *
   * @param server such as {@code http://127.0.0.1:8470}
   * @param token the caller's token
   */
  public GatehouseClient(URI server, String token) {
    this(new HttpTransport(server), token, () -> UUID.randomUUID().toString());
  }

  /** A client whose idempotency keys come from {@code keys}. */
  public GatehouseClient(URI server, String token, Supplier<String> keys) {
    this(new HttpTransport(server), token, keys);
  }

  private GatehouseClient(HttpTransport http, String token, Supplier<String> keys) {
    this.http = http;
    this.token = token;
    this.keys = keys;
  }

  /** The same server, as another caller. */
  public GatehouseClient as(String otherToken) {
    return new GatehouseClient(http, otherToken, keys);
  }

  /** The server. */
  public URI server() {
    return http.server();
  }

  /** Registers a repository; {@code origin} is an absolute path on the gateway's machine. */
  public RepositoryView addRepository(String name, String origin) {
    return post("v1/repositories", Map.of("name", name, "origin", origin), RepositoryView.class);
  }

  /** A registered repository, after the gateway has fetched what is new in its origin. */
  public RepositoryView fetch(String name) {
    return post("v1/repositories/" + name + "/fetch", Map.of(), RepositoryView.class);
  }

  /** The same, with the commit of a branch of the origin. */
  public RepositoryView fetch(String name, String branch) {
    String query = "?branch=" + encoded(branch);
    return post("v1/repositories/" + name + "/fetch" + query, Map.of(), RepositoryView.class);
  }

  /** The registered repositories. */
  public List<RepositoryView> repositories() {
    return list("v1/repositories", "repositories", RepositoryView.class);
  }

  /** Makes an agent identity; its token is shown this once. */
  public AgentToken addAgent(AgentRequest agent) {
    return post("v1/agents", agent, AgentToken.class);
  }

  /** Makes a derived profile; the answer has no description. */
  public ProfileView addProfile(ProfileRequest profile) {
    return post("v1/profiles", profile, ProfileView.class);
  }

  /** The profiles that the gateway knows. */
  public List<ProfileView> profiles() {
    return list("v1/profiles", "profiles", ProfileView.class);
  }

  /** The snapshot that a run under the profile would pin now: canonical JSON. */
  public byte[] profileSnapshot(String name) {
    return send("v1/profiles/" + encoded(name) + "/snapshot", null);
  }

  /** Opens a run. Where no answer came it is sent once more under the same key: one run opens. */
  public OpenedRun openRun(RunRequest run) {
    return keyed("v1/runs", run, OpenedRun.class);
  }

  /** Runs, newest first, at most {@code limit}; asked for page by page. */
  public List<RunView> runs(RunQuery query, int limit) {
    List<RunView> all = new ArrayList<>();
    Optional<RunQuery> next = Optional.of(query);
    while (next.isPresent() && all.size() < limit) {
      int size = Math.min(limit - all.size(), RUNS);
      JsonNode page = get("v1/runs?limit=" + size + next.get().parameters(), JsonNode.class);
      all.addAll(items(page, "runs", RunView.class));
      next = page.path("next").stringValueOpt().map(query::after);
    }
    return all;
  }

  /** One run. */
  public RunView run(String runId) {
    return get(runPath(runId), RunView.class);
  }

  /** One run with everything that the gateway shows of it to this caller. */
  public ShownRun shownRun(String runId) {
    byte[] answer = send(runPath(runId), null);
    return new ShownRun(
        read(answer, RunView.class), read(answer, RunDetails.class), read(answer, JsonNode.class));
  }

  /**
   * One part of what a run changed, as a unified diff.
   *
   * @param part 1 is the first
   */
  public RunDiff diff(String runId, int part) {
    return get(runPath(runId) + "/diff?part=" + part, RunDiff.class);
  }

  /**
   * The paths that a run changed, with counts of lines; one page of the list.
   *
   * @param after the last path of the page before; empty for the first page
   */
  public RunDiff diffStat(String runId, String after) {
    return get(runPath(runId) + "/diff?stat=true&after=" + encoded(after), RunDiff.class);
  }

  /** The sealed folder of a run as a tar archive. */
  public byte[] folder(String runId) {
    return send(runPath(runId) + "/folder.tar", null);
  }

  /** The reports of a sealed run: gates, verifier, and failure where closing failed. */
  public JsonNode report(String runId) {
    return get(runPath(runId) + "/report", JsonNode.class);
  }

  /**
   * Events of a run's journal.
   *
   * @param after the page starts behind this {@code seq}; -1 for the beginning
   * @param waitMillis how long to wait for an event where there is none yet
   */
  public EventPage events(String runId, long after, long waitMillis) {
    return get(
        runPath(runId) + "/events?after=" + after + "&waitMillis=" + waitMillis, EventPage.class);
  }

  /** Takes the run's lease anew, with a larger fence; sent once more where no answer came. */
  public Lease takeLease(String runId) {
    return keyed(runPath(runId) + "/lease", Map.of(), Lease.class);
  }

  /**
   * Cancels a run; sent once more where no answer came.
   *
   * @param reason 1 to 4096 characters
   */
  public RunView cancel(String runId, String reason) {
    return keyed(runPath(runId) + "/cancel", Map.of("reason", reason), RunView.class);
  }

  /** The calls of an open run. */
  public RunClient inside(OpenedRun run) {
    return new RunClient(http, run.runId(), run.token(), run.fence(), keys);
  }

  /** The calls of an open run under a lease that was taken anew. */
  public RunClient inside(String runId, Lease lease) {
    return new RunClient(http, runId, lease.token(), lease.fence(), keys);
  }

  /** Approvals in one state, such as {@code WAITING}, oldest first; asked for page by page. */
  public List<ApprovalView> approvals(String state) {
    List<ApprovalView> all = new ArrayList<>();
    String address = "v1/approvals?state=" + encoded(state) + "&limit=" + APPROVALS;
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      JsonNode page = get(address + after.get(), JsonNode.class);
      all.addAll(items(page, "approvals", ApprovalView.class));
      after = page.path("next").stringValueOpt().map(id -> "&after=" + encoded(id));
    }
    return all;
  }

  /** One approval, with the first part of its diff. */
  public ApprovalView approval(String approvalId) {
    return get("v1/approvals/" + encoded(approvalId), ApprovalView.class);
  }

  /**
   * The same with another part of its diff.
   *
   * @param part 1 is the first
   */
  public ApprovalView approval(String approvalId, int part) {
    return get("v1/approvals/" + encoded(approvalId) + "?part=" + part, ApprovalView.class);
  }

  /**
   * A content of an approval as it is; nothing in it is to be trusted.
   *
   * @param sha256 the digest of its before or its after
   */
  public byte[] approvalContent(String approvalId, String sha256) {
    return send("v1/approvals/" + encoded(approvalId) + "/content/" + encoded(sha256), null);
  }

  /** Decides on one approval. */
  public ApprovalState decide(String approvalId, ApprovalDecision decision) {
    return post("v1/approvals/" + encoded(approvalId) + "/decision", decision, ApprovalState.class);
  }

  /** Merges a sealed run into a new branch of its origin. */
  public Merged merge(String runId, MergeRequest merge) {
    return post(runPath(runId) + "/merge", merge, Merged.class);
  }

  /** Compares folders, rows, containers and workspaces; may fill an empty database. */
  public Reconciliation reconcile(boolean rebuild) {
    return post("v1/reconcile", rebuild ? Map.of("rebuild", true) : Map.of(), Reconciliation.class);
  }

  /** The canonical dump of the tables, as text. */
  public byte[] dump() {
    return send("v1/control-plane/dump", null);
  }

  private <T> T get(String path, Class<T> type) {
    return read(send(path, null), type);
  }

  private <T> T post(String path, Object body, Class<T> type) {
    return read(send(path, body), type);
  }

  private <T> T keyed(String path, Object body, Class<T> type) {
    return read(
        http.sendKeyed(token, path, body, keys.get(), Map.of(), HttpTransport.ANSWER), type);
  }

  private <T> List<T> list(String path, String member, Class<T> type) {
    return items(get(path, JsonNode.class), member, type);
  }

  private <T> List<T> items(JsonNode page, String member, Class<T> type) {
    return parsed(
        () -> page.path(member).valueStream().map(item -> JsonCodec.convert(item, type)).toList());
  }

  private byte[] send(String path, @Nullable Object body) {
    return http.send(token, path, body, Map.of(), HttpTransport.ANSWER);
  }

  private <T> T read(byte[] answer, Class<T> type) {
    return parsed(() -> JsonCodec.read(answer, type));
  }

  private <T> T parsed(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (JacksonException e) {
      throw new UnreachableException(
          http.server(), "the answer is not of this API: " + e.getOriginalMessage(), e);
    }
  }

  private static String runPath(String runId) {
    return "v1/runs/" + encoded(runId);
  }
}
