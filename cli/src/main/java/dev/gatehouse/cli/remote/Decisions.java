package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a run was refused and what waited for an operator, from its journal. */
final class Decisions {
  private static final int MOST = 20;

  /** A held change, and how it was settled. */
  private record Held(String path, String state, String by, String comment) {}

  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Deque<String> refusals = new ArrayDeque<>();
  private int refused;

  /** Reads the journal page by page, and shows what it says. A refusal is shown in its place. */
  static void show(Screen screen, GatehouseClient client, String runId) {
    try {
      Decisions decisions = read(client, runId);
      decisions.refusals(screen);
      decisions.approvals(screen);
    } catch (ProblemException e) {
      screen.line(StyledText.warn("refusals and approvals are not shown: " + e.code()));
    }
  }

  /** The approvals alone. */
  static void showApprovals(Screen screen, GatehouseClient client, String runId) {
    read(client, runId).approvals(screen);
  }

  private static Decisions read(GatehouseClient client, String runId) {
    Decisions decisions = new Decisions();
    EventPage page = client.events(runId, -1, 0);
    while (!page.events().isEmpty()) {
      page.events().forEach(decisions::take);
      page = client.events(runId, page.last(), 0);
    }
    return decisions;
  }

  private void take(JsonNode event) {
    switch (event.path("kind").asString("")) {
      case "call.refused" -> {
        refused++;
        refusals.addLast(
            "%s: %s, %s".formatted(text(event, "op"), text(event, "code"), text(event, "reason")));
        if (refusals.size() > MOST) {
          refusals.removeFirst();
        }
      }
      case "approval.requested" -> {
        JsonNode approval = event.path("approval");
        held.put(
            text(approval, "approvalId"),
            new Held(text(approval.path("change"), "path"), "WAITING", "", ""));
      }
      case "approval.settled" ->
          held.computeIfPresent(
              text(event, "approvalId"),
              (_, before) ->
                  new Held(
                      before.path(),
                      text(event, "state"),
                      text(event, "by"),
                      text(event, "comment")));
      case "run.end" -> {
        String why = event.has("cancelled") ? "the run was cancelled" : "";
        held.replaceAll((_, each) ->
            each.state().equals("WAITING")
                ? new Held(each.path(), "EXPIRED", "gateway", why)
                : each);
      }
      default -> {}
    }
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  private void refusals(Screen screen) {
    if (refused == 0) {
      return;
    }
    screen.line(StyledText.strong(Counted.of(refused, "refused call")));
    if (refused > refusals.size()) {
      screen.line("  the last " + refusals.size() + ":");
    }
    refusals.forEach(refusal -> screen.line("  " + refusal));
  }

  private void approvals(Screen screen) {
    if (held.isEmpty()) {
      return;
    }
    screen.line(StyledText.strong(Counted.of(held.size(), "approval")));
    held.entrySet().stream().limit(MOST).forEach(entry -> screen.line(line(entry.getValue())));
    if (held.size() > MOST) {
      screen.line("  and " + (held.size() - MOST) + " more");
    }
  }

  private static String line(Held change) {
    String by =
        Optional.of(change.by()).filter(each -> !each.isEmpty()).map(" by "::concat).orElse("");
    String comment =
        Optional.of(change.comment()).filter(each -> !each.isEmpty()).map(": "::concat).orElse("");
    return "  %s  %s%s%s".formatted(change.state(), VisibleText.of(change.path()), by, comment);
  }
}
