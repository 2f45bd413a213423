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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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

  private final JsonCalls calls;

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
    this.calls = new JsonCalls(http, token, keys);
  }

  /** The same server, as another caller. */
  public GatehouseClient as(String otherToken) {
    return new GatehouseClient(calls.http(), otherToken, calls.keys());
  }

  /** The server. */
  public URI server() {
    return calls.http().server();
  }

  /** Registers a repository; {@code origin} is an absolute path on the gateway's machine. */
  public RepositoryView addRepository(String name, String origin) {
    return calls.post(
        "v1/repositories", Map.of("name", name, "origin", origin), RepositoryView.class);
  }

  /** A registered repository, after the gateway has fetched what is new in its origin. */
  public RepositoryView fetch(String name) {
    return calls.post("v1/repositories/" + name + "/fetch", Map.of(), RepositoryView.class);
  }

  /** The same, with the commit of a branch of the origin. */
  public RepositoryView fetch(String name, String branch) {
    String query = "?branch=" + encoded(branch);
    return calls.post("v1/repositories/" + name + "/fetch" + query, Map.of(), RepositoryView.class);
  }

  /** The registered repositories. */
  public List<RepositoryView> repositories() {
    return calls.list("v1/repositories", "repositories", RepositoryView.class);
  }

  /** Makes an agent identity; its token is shown this once. */
  public AgentToken addAgent(AgentRequest agent) {
    return calls.post("v1/agents", agent, AgentToken.class);
  }

  /** Makes a derived profile; the answer has no description. */
  public ProfileView addProfile(ProfileRequest profile) {
    return calls.post("v1/profiles", profile, ProfileView.class);
  }

  /** The profiles that the gateway knows. */
  public List<ProfileView> profiles() {
    return calls.list("v1/profiles", "profiles", ProfileView.class);
  }

  /** The snapshot that a run under the profile would pin now: canonical JSON. */
  public byte[] profileSnapshot(String name) {
    return calls.send("v1/profiles/" + encoded(name) + "/snapshot", null);
  }

  /** Opens a run. Where no answer came it is sent once more under the same key: one run opens. */
  public OpenedRun openRun(RunRequest run) {
    return calls.keyed("v1/runs", run, OpenedRun.class);
  }

  /** Runs, newest first, at most {@code limit}; asked for page by page. */
  public List<RunView> runs(RunQuery query, int limit) {
    return calls.pages(
        "v1/runs", query.conditions(), query.after(), "runs", RunView.class, limit, RUNS);
  }

  /** One run. */
  public RunView run(String runId) {
    return calls.get(runPath(runId), RunView.class);
  }

  /** One run with everything that the gateway shows of it to this caller. */
  public ShownRun shownRun(String runId) {
    byte[] answer = calls.send(runPath(runId), null);
    return new ShownRun(
        calls.read(answer, RunView.class),
        calls.read(answer, RunDetails.class),
        calls.read(answer, JsonNode.class));
  }

  /**
   * One part of what a run changed, as a unified diff.
   *
   * @param part 1 is the first
   */
  public RunDiff diff(String runId, int part) {
    return calls.get(runPath(runId) + "/diff?part=" + part, RunDiff.class);
  }

  /**
   * The paths that a run changed, with counts of lines; one page of the list.
   *
   * @param after the last path of the page before; empty for the first page
   */
  public RunDiff diffStat(String runId, String after) {
    return calls.get(runPath(runId) + "/diff?stat=true&after=" + encoded(after), RunDiff.class);
  }

  /** The sealed folder of a run as a tar archive. */
  public byte[] folder(String runId) {
    return calls.send(runPath(runId) + "/folder.tar", null);
  }

  /** The reports of a sealed run: gates, verifier, and failure where closing failed. */
  public JsonNode report(String runId) {
    return calls.get(runPath(runId) + "/report", JsonNode.class);
  }

  /**
   * Events of a run's journal.
   *
   * @param after the page starts behind this {@code seq}; -1 for the beginning
   * @param waitMillis how long to wait for an event where there is none yet
   */
  public EventPage events(String runId, long after, long waitMillis) {
    return calls.get(
        runPath(runId) + "/events?after=" + after + "&waitMillis=" + waitMillis, EventPage.class);
  }

  /** Takes the run's lease anew, with a larger fence; sent once more where no answer came. */
  public Lease takeLease(String runId) {
    return calls.keyed(runPath(runId) + "/lease", Map.of(), Lease.class);
  }

  /**
   * Cancels a run; sent once more where no answer came.
   *
   * @param reason 1 to 4096 characters
   */
  public RunView cancel(String runId, String reason) {
    return calls.keyed(runPath(runId) + "/cancel", Map.of("reason", reason), RunView.class);
  }

  /** The calls of an open run. */
  public RunClient inside(OpenedRun run) {
    return new RunClient(calls.http(), run.runId(), run.token(), run.fence(), calls.keys());
  }

  /** The calls of an open run under a lease that was taken anew. */
  public RunClient inside(String runId, Lease lease) {
    return new RunClient(calls.http(), runId, lease.token(), lease.fence(), calls.keys());
  }

  /** Approvals in one state, such as {@code WAITING}, oldest first; asked for page by page. */
  public List<ApprovalView> approvals(String state) {
    String conditions = "&state=" + encoded(state);
    return calls.pages(
        "v1/approvals",
        conditions,
        Optional.empty(),
        "approvals",
        ApprovalView.class,
        Integer.MAX_VALUE,
        APPROVALS);
  }

  /** One approval, with the first part of its diff. */
  public ApprovalView approval(String approvalId) {
    return calls.get("v1/approvals/" + encoded(approvalId), ApprovalView.class);
  }

  /**
   * The same with another part of its diff.
   *
   * @param part 1 is the first
   */
  public ApprovalView approval(String approvalId, int part) {
    return calls.get("v1/approvals/" + encoded(approvalId) + "?part=" + part, ApprovalView.class);
  }

  /**
   * A content of an approval as it is; nothing in it is to be trusted.
   *
   * @param sha256 the digest of its before or its after
   */
  public byte[] approvalContent(String approvalId, String sha256) {
    return calls.send("v1/approvals/" + encoded(approvalId) + "/content/" + encoded(sha256), null);
  }

  /** Decides on one approval. */
  public ApprovalState decide(String approvalId, ApprovalDecision decision) {
    return calls.post(
        "v1/approvals/" + encoded(approvalId) + "/decision", decision, ApprovalState.class);
  }

  /** Merges a sealed run into a new branch of its origin. */
  public Merged merge(String runId, MergeRequest merge) {
    return calls.post(runPath(runId) + "/merge", merge, Merged.class);
  }

  /** Compares folders, rows, containers and workspaces; may fill an empty database. */
  public Reconciliation reconcile(boolean rebuild) {
    return calls.post(
        "v1/reconcile", rebuild ? Map.of("rebuild", true) : Map.of(), Reconciliation.class);
  }

  /** The canonical dump of the tables, as text. */
  public byte[] dump() {
    return calls.send("v1/control-plane/dump", null);
  }

  private static String runPath(String runId) {
    return "v1/runs/" + encoded(runId);
  }
}
