package dev.gatehouse.cli.fake;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the fake shows of its run beside its line in a list. */
final class FakeViews {
  private static final List<String> NAMES =
      List.of(
          "runId", "approvalId", "repository", "taskId", "agent", "name", "origin", "path", "rule");

  private FakeViews() {}

  /** The view with longer names. */
  static ObjectNode suffixed(JsonNode view, String suffix) {
    ObjectNode longer = (ObjectNode) view;
    if (!suffix.isEmpty()) {
      NAMES.stream()
          .filter(longer::has)
          .forEach(name -> longer.put(name, longer.path(name).asString("") + suffix));
    }
    return longer;
  }

  /** The run with its details. */
  static ObjectNode detailed(ObjectNode view, boolean sealed) {
    ObjectNode task = view.putObject("task").put("truncated", false);
    task.putObject("untrusted").put("text", "Mend the fare.\nAnd \u001b[2J test it.");
    view.putObject("limits").put("runSeconds", 3600).put("commandSeconds", 600);
    if (!sealed) {
      view.putObject("lease").put("fence", 1).put("expiresAt", "2026-01-01T00:15:00Z");
      view.put("endsAt", "2026-01-01T01:00:00Z");
      return view;
    }
    view.putObject("ended").put("because", "SUBMITTED").put("sentence", "A worker submitted it.");
    ObjectNode step = view.putArray("failedSteps").addObject().put("id", "tests");
    step.put("ending", "EXITED").put("exitCode", 1).put("millis", 5);
    ObjectNode stdout = step.putObject("stdout").put("bytes", 900).put("truncated", true);
    stdout.putObject("untrusted").put("text", "assert 4 == 7\n1 failed\n");
    ObjectNode stderr = step.putObject("stderr").put("bytes", 0).put("truncated", false);
    stderr.putObject("untrusted").put("text", "");
    ObjectNode tests = view.putObject("failedTests").put("total", 12);
    ObjectNode test = tests.putArray("first").addObject().put("step", "tests");
    test.putObject("untrusted").put("text", "test_fare::test_it");
    test.putObject("output").putObject("untrusted").put("text", "7 is not 4");
    return view;
  }

  /** The run with its end. */
  static ObjectNode cancelled(ObjectNode view, String reason) {
    ObjectNode ended = view.putObject("ended").put("because", "CANCELLED");
    ended.put("sentence", "An operator cancelled the run.");
    ObjectNode cancelled = ended.putObject("cancelled").put("by", "alice").put("role", "OPERATOR");
    cancelled.putObject("untrusted").put("text", reason);
    return view;
  }

  /** A change of two paths; its diff has two parts. */
  static ObjectNode diff(String query, String suffix) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("runId", "r-1");
    answer.put("state", "OPEN").put("changeSha256", "ab").put("paths", 2);
    if (!query.contains("stat=true")) {
      boolean second = query.contains("part=2");
      return answer
          .put("diff", second ? "diff new.txt\n+x\n" : "diff fare.py\n-old\n+new\n")
          .put("diffParts", 2);
    }
    String path = query.contains("after=fare.py") ? "new.txt" : "fare.py";
    ObjectNode stat = answer.putArray("stat").addObject().put("path", path + suffix);
    stat.put("kind", path.equals("new.txt") ? "ADDED" : "CHANGED").put("bytes", 9);
    if (path.equals("fare.py")) {
      stat.put("added", 3).put("removed", 1);
    }
    return answer;
  }
}
