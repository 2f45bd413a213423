package dev.gatehouse.cli.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One run of the fake: files in memory, a journal, approvals, and a few rules for paths. */
final class FakeRun {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private record Held(String path, Optional<String> content, ObjectNode view) {}

  final ArrayNode events = NODES.arrayNode();
  private final SortedMap<String, String> files;
  private final Function<String, FakeResult> commands;
  private final Map<String, Held> approvals = new LinkedHashMap<>();
  private int calls;
  boolean submitted;

  FakeRun(Map<String, String> base, Function<String, FakeResult> commands) {
    this.files = new TreeMap<>(base);
    this.commands = commands;
    event("run.begin");
  }

  ObjectNode call(String syscall, JsonNode body) {
    if (submitted) {
      throw new Refused(409, "RUN_NOT_OPEN");
    }
    String path = body.path("path").asString("");
    return switch (syscall) {
      case "file.read" -> read(path);
      case "file.write" ->
          change(
              path,
              body.path("replaces").asString(""),
              Optional.of(body.path("text").asString("")));
      case "file.delete" -> change(path, body.path("replaces").asString(""), Optional.empty());
      case "dir.list" -> list();
      case "exec.run" -> exec(body);
      case "approval.wait" -> settled(body.path("approvalId").asString(""));
      default -> throw new Refused(403, "SYSCALL_CLOSED");
    };
  }

  private ObjectNode read(String path) {
    parse(path);
    String content = files.get(path);
    if (content == null) {
      throw new Refused(404, "FILE_NOT_FOUND");
    }
    if (content.startsWith("-> ")) {
      throw new Refused(409, "FILE_IS_SYMLINK");
    }
    ObjectNode answer = answer().put("path", path).put("sha256", sha256(content));
    answer.put("size", content.getBytes(UTF_8).length).put("executable", false);
    answer.put("scratch", false).putObject("untrusted").put("text", content);
    return answer;
  }

  private static void parse(String path) {
    if (path.startsWith("/")) {
      throw new Refused(400, "PATH_ABSOLUTE");
    }
    if (path.contains("..")) {
      throw new Refused(400, "PATH_DOTS");
    }
  }

  private ObjectNode list() {
    ObjectNode answer = answer().put("truncated", false);
    ArrayNode entries = answer.putArray("entries");
    files.keySet().stream()
        .map(path -> path.replaceAll("/.*", ""))
        .distinct()
        .forEach(name -> entries.addObject().put("name", name).put("type", "FILE").put("size", 1));
    return answer;
  }

  private ObjectNode change(String path, String replaces, Optional<String> content) {
    parse(path);
    String there = Optional.ofNullable(files.get(path)).map(FakeRun::sha256).orElse("absent");
    if (rule(path).equals("DROPPED")) {
      throw new Refused(403, "POLICY_DENIED");
    }
    if (!there.equals(replaces)) {
      throw new Refused(409, "REPLACES_MISMATCH");
    }
    ObjectNode outcome = propose(path, content);
    content.ifPresent(text -> outcome.put("sha256", sha256(text)));
    event("call.outcome").putArray("paths").add(outcome);
    return answer().setAll(outcome);
  }

  private ObjectNode exec(JsonNode body) {
    String command =
        body.has("shell")
            ? body.path("shell").asString()
            : String.join(" ", body.path("argv").valueStream().map(JsonNode::asString).toList());
    FakeResult ran = commands.apply(command);
    ObjectNode answer = answer().put("ending", "EXITED").put("exitCode", ran.exitCode());
    answer.put("millis", 5).put("networkAttempts", ran.networkAttempts());
    stream(answer.putObject("stdout"), ran.stdout());
    stream(answer.putObject("stderr"), "");
    answer
        .putObject("decision")
        .put("outcome", "ALLOW")
        .put("rule", "commands.shell")
        .put("reason", "fake")
        .put("mode", body.has("shell") ? "contained" : "argv");
    ArrayNode changes = answer.putArray("changes");
    ran.writes().forEach((path, content) -> changes.add(propose(path, content)));
    event("call.outcome").set("paths", changes);
    return answer;
  }

  private static void stream(ObjectNode stream, String text) {
    stream.put("bytes", text.length()).put("sha256", sha256(text)).put("truncated", false);
    stream.putObject("untrusted").put("text", text);
  }

  private ObjectNode propose(String path, Optional<String> content) {
    String disposition = rule(path);
    ObjectNode outcome = NODES.objectNode().put("path", path).put("disposition", disposition);
    outcome.put("rule", "paths.fake").put("reason", "a rule of the fake");
    version(outcome, "before", Optional.ofNullable(files.get(path)));
    version(outcome, "after", content);
    switch (disposition) {
      case "COMMITTED" -> commit(path, content);
      case "HELD" -> outcome.put("approvalId", park(path, content, outcome.deepCopy()));
      default -> outcome.put("next", "leave it");
    }
    return outcome;
  }

  private static void version(ObjectNode object, String name, Optional<String> content) {
    content.ifPresent(text ->
        object
            .putObject(name)
            .put("sha256", sha256(text))
            .put("size", text.length())
            .put("mode", "100644"));
  }

  private void commit(String path, Optional<String> content) {
    if (content.isPresent()) {
      files.put(path, content.get());
    } else {
      files.remove(path);
    }
  }

  private String park(String path, Optional<String> content, ObjectNode change) {
    String id = "ap-" + (approvals.size() + 1);
    ObjectNode view = NODES.objectNode().put("approvalId", id).put("runId", "r-1");
    view.put("path", path).put("rule", "paths.fake").put("role", "OPERATOR").put("agent", "a");
    view.put("requestedAt", "t").put("expiresAt", "t").put("state", "WAITING");
    view.put("proposalSha256", sha256(id)).put("diff", "-old\n+new\n").put("diffParts", 2);
    version(view, "before", Optional.ofNullable(files.get(path)));
    version(view, "after", content);
    approvals.put(id, new Held(path, content, view));
    ObjectNode approval = event("approval.requested").putObject("approval");
    approval.put("approvalId", id).set("change", change);
    return id;
  }

  ArrayNode approvals() {
    ArrayNode all = NODES.arrayNode();
    approvals.values().forEach(held -> all.add(held.view()));
    return all;
  }

  long waiting() {
    return approvals.values().stream()
        .filter(held -> held.view().path("state").asString("").equals("WAITING"))
        .count();
  }

  ObjectNode approval(String id) {
    return Optional.ofNullable(approvals.get(id))
        .orElseThrow(() -> new Refused(404, "APPROVAL_UNKNOWN"))
        .view();
  }

  /** The same with the second part of its diff. */
  ObjectNode secondPart(String id) {
    return approval(id).deepCopy().put("diff", "+second part\n");
  }

  /** The content that it would commit. */
  String proposed(String id) {
    return Optional.ofNullable(approvals.get(id)).flatMap(Held::content).orElse("");
  }

  ObjectNode decide(String id, JsonNode decision) {
    ObjectNode view = approval(id);
    if (!view.path("proposalSha256").equals(decision.path("proposalSha256"))) {
      throw new Refused(409, "PROPOSAL_MISMATCH");
    }
    boolean approve = decision.path("decision").asString("").equals("APPROVE");
    view.put("state", approve ? "COMMITTED" : "DENIED");
    Held held = approvals.get(id);
    if (approve && held != null) {
      commit(held.path(), held.content());
    }
    event("approval.settled").put("approvalId", id).set("state", view.path("state"));
    return settled(id);
  }

  private ObjectNode settled(String id) {
    ObjectNode answer = answer().put("approvalId", id);
    answer.set("state", approval(id).path("state"));
    return answer;
  }

  private static String rule(String path) {
    if (path.equals(".env") || path.startsWith(".git/")) {
      return "DROPPED";
    }
    return path.startsWith(".github/") || path.equals("Makefile") ? "HELD" : "COMMITTED";
  }

  private ObjectNode answer() {
    return NODES.objectNode().put("callId", "c-" + ++calls);
  }

  private ObjectNode event(String kind) {
    return events
        .addObject()
        .put("seq", events.size() - 1)
        .put("at", "2026-01-01T00:00:00Z")
        .put("kind", kind);
  }

  static String sha256(String text) {
    return Digest.of(text.getBytes(UTF_8)).hex();
  }
}
