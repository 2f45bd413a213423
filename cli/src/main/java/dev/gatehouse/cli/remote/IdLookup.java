package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ApprovalView;
import java.util.List;

/** Finds the id of a run or an approval by its beginning. */
final class IdLookup {
  /** Characters of a whole id of a run: it is not looked up. */
  private static final int WHOLE = 28;

  /** Candidates that a refusal names. */
  private static final int CANDIDATES = 10;

  /** Where a table has cut an id. */
  private static final String MARK = "…";

  private IdLookup() {}

  /**
   * The id of the one run whose id begins so; a whole id as it is, also while the gateway cannot
   * list runs.
   *
   * @throws CliException RUN_UNKNOWN, RUN_AMBIGUOUS
   */
  static String run(GatehouseClient client, String beginning) {
    String text = uncut(beginning);
    if (text.length() >= WHOLE) {
      return text;
    }
    List<String> found =
        client.runs(RunQuery.beginning(text), CANDIDATES + 1).stream()
            .map(RunView::runId)
            .filter(id -> id.startsWith(text))
            .toList();
    if (found.contains(text)) {
      return text;
    }
    if (found.isEmpty()) {
      throw new CliException(
          "RUN_UNKNOWN",
          "no run that you may see has an id that begins with " + text,
          "gatehouse runs lists the runs; give an id, or enough of its beginning");
    }
    return only(found, text, "RUN_AMBIGUOUS");
  }

  /**
   * The id of the one waiting approval whose id begins so; the text itself where none does, since
   * the gateway says what is wrong with it.
   *
   * @throws CliException APPROVAL_AMBIGUOUS
   */
  static String approval(GatehouseClient client, String beginning) {
    String text = uncut(beginning);
    List<String> found =
        client.approvals("WAITING").stream()
            .map(ApprovalView::approvalId)
            .filter(id -> id.startsWith(text))
            .toList();
    return found.isEmpty() || found.contains(text) ? text : only(found, text, "APPROVAL_AMBIGUOUS");
  }

  private static String only(List<String> found, String text, String code) {
    if (found.size() > 1) {
      List<String> shown = found.stream().limit(CANDIDATES).toList();
      throw new CliException(
          code,
          "several ids begin with %s: %s%s"
              .formatted(
                  text, String.join(", ", shown), found.size() > shown.size() ? " and more" : ""),
          "give more characters of the one that you mean");
    }
    return found.getFirst();
  }

  private static String uncut(String text) {
    return text.endsWith(MARK) ? text.substring(0, text.length() - MARK.length()) : text;
  }
}
