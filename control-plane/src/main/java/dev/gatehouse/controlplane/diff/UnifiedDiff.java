package dev.gatehouse.controlplane.diff;

import dev.gatehouse.controlplane.diff.Lines.End;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a unified diff of two contents. A row begins with {@code @} (a hunk), with a blank,
 * {@code -} or {@code +} (a line, as {@link VisibleText} shows it), or with a backslash (a remark
 * on the row above it). Nothing that a content holds can look like another row.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String ASCII = "\\ in ASCII: ";
  private static final String NO_LAST_LINE_FEED = "\\ No newline at end of file";

  private final Lines before;
  private final Lines after;
  private final EditScript script;
  private final StringBuilder row = new StringBuilder();

  private UnifiedDiff(Lines before, Lines after) {
    this.before = before;
    this.after = after;
    this.script = EditScript.between(before, after);
  }

  /** The diff of two texts, line by line. */
  public static UnifiedDiff ofText(byte[] before, byte[] after) {
    return new UnifiedDiff(Lines.ofText(before), Lines.ofText(after));
  }

  /** The diff of two binary contents: pieces of 16 bytes, in hexadecimal digits. */
  public static UnifiedDiff ofBytes(byte[] before, byte[] after) {
    return new UnifiedDiff(Lines.ofBytes(before), Lines.ofBytes(after));
  }

  /** Whether the rows are as few as can be; else some that stay are shown as gone and come. */
  public boolean isShortest() {
    return script.shortest();
  }

  /** How many lines of the first content go. */
  public long removed() {
    return lines(before, script.removed());
  }

  /** How many lines of the second content come. */
  public long added() {
    return lines(after, script.added());
  }

  /** A line that is shown in several rows counts once. */
  private static long lines(Lines lines, BitSet rows) {
    return rows.stream().filter(row -> lines.end(row) != End.CONTINUED).count();
  }

  /** Lines from {@code from} to {@code to} of before become those of after. */
  private record Block(int from, int to, int afterFrom, int afterTo) {}

  /** Gives every row. */
  public void rows(DiffPart part) {
    List<Block> hunk = new ArrayList<>();
    Position old = new Position(before);
    Position now = new Position(after);
    for (Block block = next(0, 0); block != null; block = next(block.to, block.afterTo)) {
      if (!hunk.isEmpty() && block.from - hunk.getLast().to > 2 * CONTEXT) {
        hunk(hunk, old, now, part);
        hunk.clear();
      }
      hunk.add(block);
    }
    if (!hunk.isEmpty()) {
      hunk(hunk, old, now, part);
    }
  }

  /** The first block at or behind a pair of lines that stay or change. */
  private @Nullable Block next(int line, int afterLine) {
    int gone = script.removed().nextSetBit(line);
    int come = script.added().nextSetBit(afterLine);
    if (gone < 0 && come < 0) {
      return null;
    }
    int stay = Math.min(distance(line, gone), distance(afterLine, come));
    int from = line + stay;
    int afterFrom = afterLine + stay;
    return new Block(
        from,
        script.removed().nextClearBit(from),
        afterFrom,
        script.added().nextClearBit(afterFrom));
  }

  private static int distance(int from, int to) {
    return to < 0 ? Integer.MAX_VALUE : to - from;
  }

  private void hunk(List<Block> blocks, Position old, Position now, DiffPart part) {
    Block first = blocks.getFirst();
    Block last = blocks.getLast();
    int lead = Math.min(CONTEXT, first.from);
    int trail = Math.min(CONTEXT, before.count() - last.to);
    part.row(
        "@@ -%s +%s @@"
            .formatted(
                old.range(first.from - lead, last.to + trail),
                now.range(first.afterFrom - lead, last.afterTo + trail)));
    int line = first.from - lead;
    for (Block block : blocks) {
      lines(' ', before, line, block.from, part);
      lines('-', before, block.from, block.to, part);
      lines('+', after, block.afterFrom, block.afterTo, part);
      line = block.to;
    }
    lines(' ', before, line, line + trail, part);
  }

  private void lines(char sign, Lines lines, int from, int to, DiffPart part) {
    for (int line = from; line < to; line++) {
      WorkPool.checkpoint();
      line(sign, lines, line, part);
    }
  }

  private void line(char sign, Lines lines, int line, DiffPart part) {
    row.setLength(0);
    row.append(sign);
    End end = lines.end(line);
    if (end == End.BINARY) {
      HexRow.append(row, lines.content(), lines.from(line), lines.to(line));
      part.row(row);
      return;
    }
    boolean ends = end != End.CONTINUED;
    boolean foreign =
        VisibleText.append(row, lines.content(), lines.from(line), lines.to(line), ends);
    part.row(ends ? row : row.append(VisibleText.CONTINUED));
    if (foreign) {
      row.setLength(0);
      row.append(ASCII);
      VisibleText.appendAscii(row, lines.content(), lines.from(line), lines.to(line), ends);
      part.row(ends ? row : row.append(VisibleText.CONTINUED));
    }
    if (end == End.CONTENT) {
      part.row(NO_LAST_LINE_FEED);
    }
  }
}
