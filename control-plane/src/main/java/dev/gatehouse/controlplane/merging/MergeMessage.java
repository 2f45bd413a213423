package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a merge's commit says: trailers of one line each (git-interpret-trailers). The task's text
 * comes from an agent, so that one line of it, bounded and without characters that a reader does
 * not see, is all that gets in.
 */
final class MergeMessage {
  private static final int TEXT_CODE_POINTS = 120;
  private static final int SHOWN_APPROVALS = 20;
  private static final int DELETE = 0x7f;

  private MergeMessage() {}

  static String of(
      SealedRun run, String taskText, List<Event> events, String target, String operator) {
    return """
    Merge run %s for %s

    Task: %s
    Task-Text: %s
    Agent: %s
    Approvals: %s
    Verdict: %s
    Merged-By: %s
    Gatehouse-Seal: sha256:%s
    """
        .formatted(
            run.runId(),
            target,
            run.summary().task().taskId(),
            oneLine(taskText),
            run.summary().task().agent(),
            approvals(events),
            run.outcome().verdict(),
            operator,
            run.outcome().sealSha256());
  }

  /** How many changes operators approved, and which approvals that were. */
  private static String approvals(List<Event> events) {
    List<String> ids =
        events.stream()
            .filter(Event.ApprovalSettled.class::isInstance)
            .map(Event.ApprovalSettled.class::cast)
            .filter(settled -> settled.state() == Approval.State.COMMITTED)
            .map(Event.ApprovalSettled::approvalId)
            .toList();
    if (ids.isEmpty()) {
      return "0";
    }
    String shown = ids.stream().limit(SHOWN_APPROVALS).collect(Collectors.joining(", "));
    return "%s (%s%s)".formatted(ids.size(), shown, ids.size() > SHOWN_APPROVALS ? ", …" : "");
  }

  private static String oneLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    StringBuilder shown = new StringBuilder();
    line.codePoints()
        .limit(TEXT_CODE_POINTS)
        .forEach(c -> {
          if (isPlain(c)) {
            shown.appendCodePoint(c);
          } else {
            shown.append("<U+%04X>".formatted(c));
          }
        });
    if (line.codePointCount(0, line.length()) > TEXT_CODE_POINTS) {
      shown.append('…');
    }
    return shown.isEmpty() ? "(none)" : shown.toString();
  }

  private static boolean isPlain(int c) {
    if (c <= DELETE) {
      return c >= ' ' && c < DELETE && c != '<';
    }
    return VisibleText.isShown(c);
  }
}
