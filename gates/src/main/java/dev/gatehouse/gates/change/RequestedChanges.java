package dev.gatehouse.gates.change;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.journal.CallStatus;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every outcome stays within what its call asked for. */
final class RequestedChanges {
  private final RunHistory facts;
  private final FindingCollector log;

  private RequestedChanges(RunHistory facts, FindingCollector log) {
    this.facts = facts;
    this.log = log;
  }

  static void check(RunHistory facts, FindingCollector log) {
    RequestedChanges check = new RequestedChanges(facts, log);
    facts.outcomes().values().forEach(check::outcome);
  }

  private void outcome(JournaledEvent<Event.CallEnded> ended) {
    JournaledEvent<Event.CallIntended> intent = facts.intents().get(ended.event().callId());
    if (intent == null || ended.event().paths().isEmpty()) {
      return;
    }
    if (ended.event().status() == CallStatus.FAILED && changesAny(ended.event())) {
      log.line(FindingCode.CHANGE_NOT_REQUESTED, ended.line(), "a failed call changed something");
    }
    Set<PathOutcome> paths = new HashSet<>(ended.event().paths());
    if (paths.stream().map(PathOutcome::path).distinct().count() != ended.event().paths().size()) {
      log.line(FindingCode.CHANGE_NOT_REQUESTED, ended.line(), "one call changed a path twice");
    }
    String op = intent.event().op();
    try {
      Json.Obj request = facts.request(intent.event().request()).orElseThrow();
      boolean asked =
          switch (op) {
            case "file.write" -> single(ended.event()) && write(request, ended.event());
            case "file.delete" -> single(ended.event()) && delete(request, ended.event());
            case "exec.run" -> true;
            default -> false;
          };
      if (!asked) {
        log.line(
            FindingCode.CHANGE_NOT_REQUESTED,
            ended.line(),
            "%s changed something else than it asked for: %s".formatted(op, names(ended.event())));
      }
    } catch (JsonFormatException e) {
      log.line(
          FindingCode.EVIDENCE_MALFORMED,
          intent.line(),
          "the request of %s: %s".formatted(op, e.getMessage()));
    }
  }

  private static boolean changesAny(Event.CallEnded ended) {
    return ended.paths().stream()
        .anyMatch(path -> path.disposition() == PathOutcome.Disposition.COMMITTED);
  }

  private static boolean single(Event.CallEnded ended) {
    return ended.paths().size() == 1;
  }

  private static boolean write(Json.Obj request, Event.CallEnded ended) {
    PathOutcome path = ended.paths().getFirst();
    FileMode mode = request.bool("executable") ? FileMode.EXECUTABLE : FileMode.REGULAR;
    return path.path().display().equals(request.string("path"))
        && replaced(path).equals(request.string("replaces"))
        && path.after()
            .filter(after -> after.mode() == mode)
            .filter(after -> after.sha256().hex().equals(request.string("sha256")))
            .isPresent();
  }

  private static boolean delete(Json.Obj request, Event.CallEnded ended) {
    PathOutcome path = ended.paths().getFirst();
    return path.path().display().equals(request.string("path"))
        && replaced(path).equals(request.string("replaces"))
        && path.after().isEmpty();
  }

  private static String replaced(PathOutcome path) {
    Optional<Digest> before = path.before().map(FileVersion::sha256);
    return before.map(Digest::hex).orElse("absent");
  }

  private static Set<String> names(Event.CallEnded ended) {
    TreeSet<String> names = new TreeSet<>();
    ended.paths().stream().limit(10).forEach(path -> names.add(path.path().display()));
    return names;
  }
}
