package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Column;
import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunDiff;
import dev.gatehouse.client.RunDiff.PathStat;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** The paths that a run changed, with counts of lines. */
final class ChangedPaths {
  private static final List<Column> COLUMNS =
      List.of(
          Column.fixed("CHANGE"),
          Column.fixed("ADDED"),
          Column.fixed("REMOVED"),
          Column.name("PATH", 20));

  private ChangedPaths() {}

  /** All of them, asked for page by page. */
  static List<PathStat> all(GatehouseClient client, String runId) {
    List<PathStat> all = new ArrayList<>();
    String after = "";
    while (true) {
      RunDiff page = client.diffStat(runId, after);
      List<PathStat> stat = page.stat().orElse(List.of());
      all.addAll(stat);
      if (stat.isEmpty() || all.size() >= page.paths()) {
        return all;
      }
      after = stat.getLast().path();
    }
  }

  /**
   * Shows the first of them, and how many there are. A refusal is shown in their place.
   *
   * @param most how many are shown
   */
  static void show(Screen screen, GatehouseClient client, String runId, int most) {
    try {
      show(screen, all(client, runId), most);
    } catch (ProblemException e) {
      screen.line(StyledText.warn("changed paths are not shown: " + e.code() + ", " + e.detail()));
    }
  }

  static void show(Screen screen, List<PathStat> paths, int most) {
    screen.line(StyledText.strong(Counted.of(paths.size(), "changed path")));
    if (paths.isEmpty()) {
      return;
    }
    screen.table(COLUMNS, paths.stream().limit(most).map(ChangedPaths::row).toList());
    if (paths.size() > most) {
      screen.line("and " + (paths.size() - most) + " more");
    }
  }

  private static List<String> row(PathStat stat) {
    return List.of(
        stat.kind(),
        stat.added().map(n -> "+" + n).orElse("?"),
        stat.removed().map(n -> "-" + n).orElse("?"),
        VisibleText.of(stat.path()));
  }
}
