package dev.gatehouse.controlplane.results;

import dev.gatehouse.controlplane.approvals.ProposalDiff;
import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.diff.UnifiedDiff;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.List;
import java.util.Optional;

/** The change of a run as a unified diff, file by file, and as a list of paths with counts. */
final class ChangeDiff {
  /** Paths of one list, at most. */
  static final int PATHS = 1000;

  /** Bytes of contents that are compared for the counts of one list; further ones have none. */
  static final long COUNTED_BYTES = 32L << 20;

  private final RunChange change;

  ChangeDiff(RunChange change) {
    this.change = change;
  }

  /**
   * One part of the diff: each file begins with a row {@code diff PATH}, and no row of a content
   * begins with a letter. The text is empty if there are fewer parts.
   */
  DiffPart part(int number) {
    DiffPart part = new DiffPart(number);
    for (Change each : change.changes()) {
      part.row("diff " + VisibleText.of(each.path().text()));
      new ProposalDiff(each, change.contents()).rows(part);
    }
    return part;
  }

  /** What became of the paths behind {@code after}, at most {@value #PATHS} of them. */
  List<PathStat> stat(String after) {
    Optional<WorkspacePath> last =
        after.isEmpty() ? Optional.empty() : Optional.of(WorkspacePath.parse(after));
    long[] left = {COUNTED_BYTES};
    return change.changes().stream()
        .filter(each -> last.isEmpty() || each.path().compareTo(last.get()) > 0)
        .limit(PATHS)
        .map(each -> {
          left[0] -= size(each.before()) + size(each.after());
          return left[0] >= 0 ? counted(each) : PathStat.uncounted(each);
        })
        .toList();
  }

  private PathStat counted(Change each) {
    byte[] before = bytes(each.before());
    byte[] after = bytes(each.after());
    if (ProposalDiff.isBinary(before) || ProposalDiff.isBinary(after)) {
      return PathStat.uncounted(each);
    }
    UnifiedDiff diff = UnifiedDiff.ofText(before, after);
    return PathStat.counted(each, diff.added(), diff.removed());
  }

  private byte[] bytes(Optional<FileVersion> version) {
    return version.map(change.contents()).orElseGet(() -> new byte[0]);
  }

  private static long size(Optional<FileVersion> version) {
    return version.map(FileVersion::size).orElse(0L);
  }
}
