package dev.gatehouse.cli.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.policy.load.ProfileLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves the API on loopback, for one run. */
public final class FakeGateway implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Method and target of every request, in order. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** The reason with which the run was cancelled; empty while it was not. */
  public volatile String cancelledBecause = "";

  /** The query of each. */
  public final List<String> queries = new CopyOnWriteArrayList<>();

  /** Whether contents are not what their digests say. */
  public boolean forged;

  /** Ids of further runs, which lists have too. */
  public final List<String> otherRuns = new CopyOnWriteArrayList<>();

  /** What stands behind names of lists, for tests of long ones. */
  public String suffix = "";

  private final HttpServer server;
  private final Path directory;
  private final String verdict;
  private final ArrayNode repositories = MAPPER.createArrayNode();
  private final ArrayNode profiles = MAPPER.createArrayNode();
  private final FakeRun run;
  private final Map<String, String> opened = new ConcurrentHashMap<>();

  /**
   * A gateway.
   *
   * @param directory holds the token file and the sealed folder
   * @param verdict what the gates will say
   * @param base files of the run's base
   * @param commands what each command does
   */
  public FakeGateway(
      Path directory,
      String verdict,
      Map<String, String> base,
      Function<String, FakeResult> commands)
      throws IOException {
    this.directory = directory;
    this.verdict = verdict;
    this.run = new FakeRun(base, commands);
    profiles
        .addObject()
        .put("name", "default")
        .put("description", "What it is for. ".repeat(20))
        .put("policySha256", "00");
    Files.writeString(tokenFile(), "gho_test\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  /** The file that holds the operator's token. */
  public Path tokenFile() {
    return directory.resolve("operator.token");
  }

  /** The sealed folder's place. */
  public Path folder() {
    return directory.resolve("r-1");
  }

  /** The address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().getPath();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    requests.add(exchange.getRequestMethod() + " " + target);
    queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
    int status = 200;
    JsonNode answer;
    try {
      JsonNode body = sent.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(sent);
      answer = answer(exchange.getRequestMethod() + " " + target, body, exchange);
    } catch (Refused refused) {
      status = refused.status;
      answer =
          MAPPER
              .createObjectNode()
              .put("status", status)
              .put("code", refused.code)
              .put("detail", "a rule of the fake")
              .put("next", "do something else");
    }
    byte[] bytes =
        target.contains("/content/") ? content(target) : MAPPER.writeValueAsBytes(answer);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The content that is proposed; where a test asks for it, with another byte behind it. */
  private byte[] content(String target) {
    return (run.proposed(target.split("/")[3]) + (forged ? "!" : "")).getBytes(UTF_8);
  }

  /** The only branch beside that of HEAD is {@code release}. */
  private JsonNode fetched(String name, @Nullable String query) {
    if (query != null && !query.equals("branch=release") && !query.equals("branch=trunk")) {
      throw new Refused(409, "BRANCH_UNKNOWN");
    }
    ObjectNode view = (ObjectNode) fetched(name).deepCopy();
    return query == null ? view : view.put("branchTip", query.endsWith("trunk") ? "c7" : "c9");
  }

  private JsonNode fetched(String name) {
    return repositories
        .valueStream()
        .filter(each -> each.path("name").asString("").equals(name))
        .findFirst()
        .orElseGet(() -> object().put("name", name).put("origin", "/srv/a").put("tip", "c8"));
  }

  private JsonNode answer(String call, JsonNode body, HttpExchange exchange) {
    if (call.startsWith("POST /v1/runs/r-1/syscalls/")) {
      return run.call(call.substring("POST /v1/runs/r-1/syscalls/".length()), body);
    }
    if (call.startsWith("POST /v1/approvals/") && call.endsWith("/decision")) {
      return run.decide(call.split("/")[3], body);
    }
    if (call.startsWith("POST /v1/repositories/") && call.endsWith("/fetch")) {
      return fetched(call.split("/")[3], exchange.getRequestURI().getQuery());
    }
    if (call.startsWith("GET /v1/approvals/")) {
      boolean second = "part=2".equals(exchange.getRequestURI().getQuery());
      return second ? run.secondPart(call.split("/")[3]) : run.approval(call.split("/")[3]);
    }
    return switch (call) {
      case "GET /v1/repositories" -> {
        ArrayNode shown = MAPPER.createArrayNode();
        repositories.forEach(each -> shown.add(FakeViews.suffixed(each.deepCopy(), suffix)));
        yield object().set("repositories", shown);
      }
      case "POST /v1/repositories" -> {
        repositories.add(((ObjectNode) body).put("tip", "c7").put("head", "trunk"));
        yield body;
      }
      case "GET /v1/profiles" -> {
        ArrayNode shown = MAPPER.createArrayNode();
        profiles.forEach(each -> shown.add(FakeViews.suffixed(each.deepCopy(), suffix)));
        yield object().set("profiles", shown);
      }
      case "POST /v1/profiles" -> {
        ObjectNode made = object();
        made.set("name", body.path("name"));
        profiles.add(made.put("policySha256", "01"));
        yield made;
      }
      case "POST /v1/agents" ->
          object().put("name", body.path("name").asString("")).put("token", "gha_test");
      case "POST /v1/runs" -> open(body);
      case "GET /v1/runs" -> {
        ObjectNode page = object();
        ArrayNode runs = page.putArray("runs").add(FakeViews.suffixed(view(), suffix));
        otherRuns.forEach(id -> runs.add(view().put("runId", id)));
        yield page;
      }
      case "GET /v1/runs/r-1/diff" ->
          FakeViews.diff(String.valueOf(exchange.getRequestURI().getQuery()), suffix);
      case "GET /v1/profiles/mine/snapshot" ->
          MAPPER.readTree(ProfileLoader.shipped("default").toJson().canonical());
      case "GET /v1/runs/r-1" ->
          cancelledBecause.isEmpty()
              ? FakeViews.detailed(view(), run.submitted)
              : FakeViews.cancelled(view(), cancelledBecause);
      case "GET /v1/runs/r-1/events" -> events(exchange.getRequestURI().getQuery());
      case "POST /v1/runs/r-1/submit" -> {
        run.submitted = true;
        yield view();
      }
      case "POST /v1/runs/r-1/cancel" -> {
        cancelledBecause = body.path("reason").asString("");
        run.events.addObject().put("seq", run.events.size() - 1).put("kind", "run.end");
        yield view();
      }
      case "POST /v1/runs/r-1/merge" ->
          object()
              .put("branch", body.path("branch").asString(""))
              .put(
                  "target",
                  body.path("target").asString("?") + " at " + body.path("targetTip").asString("?"))
              .put("commit", "c1")
              .put("tree", "t1");
      case "GET /v1/approvals" -> {
        ArrayNode shown = MAPPER.createArrayNode();
        run.approvals().forEach(each -> shown.add(FakeViews.suffixed(each.deepCopy(), suffix)));
        yield object().set("approvals", shown);
      }
      case "POST /v1/reconcile" -> {
        ObjectNode found = object();
        found.putArray("findings").addObject().put("code", "ROW_DIFFERS").put("detail", "d");
        found.withArray("findings").forEach(each -> ((ObjectNode) each).put("repaired", false));
        yield found;
      }
      default -> throw new Refused(404, "NOT_FOUND");
    };
  }

  private ObjectNode open(JsonNode body) {
    opened.put("repository", body.path("repository").asString(""));
    opened.put("profile", body.path("profile").asString(""));
    opened.put("revision", body.path("revision").asString(""));
    ObjectNode answer = object().put("runId", "r-1").put("token", "ghr_test").put("fence", 1);
    answer.put("leaseExpiresAt", "t").put("policySha256", "00");
    answer.putObject("base").put("gitCommit", "c0").put("gitTree", "t0");
    return answer;
  }

  /** A member of the request that opened the run. */
  public Optional<String> openedWith(String member) {
    return Optional.ofNullable(opened.get(member));
  }

  private ObjectNode view() {
    ObjectNode view = object().put("runId", "r-1").put("repository", "a").put("taskId", "t");
    view.put("agent", "a").put("profile", "default").put("openedAt", "t").put("baseCommit", "c0");
    view.put("waitingApprovals", run.waiting()).put("state", run.submitted ? "SEALED" : "OPEN");
    if (!cancelledBecause.isEmpty()) {
      view.put("state", "SEALED").put("status", "CANCELLED");
      view.put("verdict", "NONE").put("route", "FAILED").put("waitingApprovals", 0);
    }
    if (run.submitted) {
      view.put("verdict", verdict)
          .put("route", verdict.equals("PASSED") ? "READY_TO_MERGE" : "RETRY");
      ObjectNode found = view.putObject("findings").put("total", 3);
      finding(found, "TEST_FILE_CHANGED", "test_fare.py", "a file with tests has changed");
      finding(found, "STEP_UNLISTED", "data/verifier_report.json", "no runner lists the tests");
      view.put("folder", folder().toString()).put("sealSha256", "5e").put("resultTree", "t1");
    }
    return view;
  }

  private static void finding(ObjectNode found, String code, String path, String message) {
    found
        .withArray("first")
        .addObject()
        .put("gate", "verification")
        .put("severity", "NOTE")
        .put("code", code)
        .put("path", path)
        .put("message", message);
  }

  private ObjectNode events(String query) {
    long after = Long.parseLong(query.replaceAll(".*after=(-?[0-9]+).*", "$1"));
    ObjectNode page = object().put("last", Math.max(after, run.events.size() - 1));
    ArrayNode events = page.putArray("events");
    run.events.valueStream().filter(e -> e.path("seq").asLong() > after).forEach(events::add);
    return page;
  }

  private static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
