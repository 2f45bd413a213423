package dev.gatehouse.controlplane.approvals;

import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.diff.UnifiedDiff;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.text.Utf8;
import dev.gatehouse.evidence.text.VisibleText;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The whole change for the operator's eyes: modes, sizes and digests, remarks in words, then the
 * content as {@link UnifiedDiff} shows it. Two changes that differ never show the same.
 */
public final class ProposalDiff {
  /** Bytes of both contents together, up to which they are shown. */
  public static final long MOST_BYTES = 64L * 1024 * 1024;

  private static final int MOST_LINES = 1_000_000;
  private static final int MALFORMED_OF = 10;

  /**
   * One part of a diff.
   *
   * @param text rows, each with a line feed
   * @param number which part; 1 is the first
   * @param parts how many there are
   */
  record Shown(String text, int number, int parts) {}

  private final Change change;
  private final Function<FileVersion, byte[]> contents;

  /**
   * A diff.
   *
   * @param contents gives the content of either version
   */
  public ProposalDiff(Change change, Function<FileVersion, byte[]> contents) {
    this.change = change;
    this.contents = contents;
  }

  /** Computes a part of it; the text is empty if there are fewer parts. */
  Shown part(int number) {
    DiffPart part = new DiffPart(number);
    rows(part);
    return new Shown(part.text(), number, part.parts());
  }

  /** Gives every row. */
  public void rows(DiffPart part) {
    part.row("- " + described(change.before()));
    part.row("+ " + described(change.after()));
    remarkOnFile(part);
    long bytes = size(change.before()) + size(change.after());
    if (bytes > MOST_BYTES) {
      remark(part, "too large to be shown: read both contents by their digests");
    } else {
      content(part, bytes(change.before()), bytes(change.after()));
    }
  }

  private void content(DiffPart part, byte[] before, byte[] after) {
    boolean binary = isBinary(before) || isBinary(after);
    UnifiedDiff diff =
        binary ? UnifiedDiff.ofBytes(before, after) : UnifiedDiff.ofText(before, after);
    if (Arrays.equals(before, after)) {
      remark(part, "the content stays as it is");
    }
    if (binary) {
      remark(part, "not shown as text: rows are 16 bytes, numbers of a hunk are bytes");
    }
    if (!diff.isShortest()) {
      remark(
          part,
          "the contents differ so much that not all of what they share was looked for:"
              + " it is shown as removed and added whole");
    }
    String path = VisibleText.of(change.path().text());
    part.row("--- " + (change.before().isPresent() ? "a/" + path : "/dev/null"));
    part.row("+++ " + (change.after().isPresent() ? "b/" + path : "/dev/null"));
    String ascii = VisibleText.ascii(change.path().text());
    if (!ascii.equals(path)) {
      remark(part, "in ASCII: " + ascii);
    }
    diff.rows(part);
  }

  private void remarkOnFile(DiffPart part) {
    if (change.after().isEmpty()) {
      remark(part, "the file is deleted");
    } else if (change.before().isEmpty()) {
      remark(part, "the file is new, " + kind(change.after().get().mode()));
    } else if (change.before().get().mode() != change.after().get().mode()) {
      remark(
          part,
          "%s becomes %s"
              .formatted(kind(change.before().get().mode()), kind(change.after().get().mode())));
    }
    change.before().filter(v -> v.size() == 0).ifPresent(v -> remark(part, "it was empty"));
    change.after().filter(v -> v.size() == 0).ifPresent(v -> remark(part, "it is empty"));
  }

  private static String kind(FileMode mode) {
    return switch (mode) {
      case REGULAR -> "a file that is not executable";
      case EXECUTABLE -> "an executable file";
      case SYMLINK -> "a symbolic link";
      case GITLINK -> "a submodule";
    };
  }

  private static void remark(DiffPart part, String words) {
    part.row("\\ " + words);
  }

  private static String described(Optional<FileVersion> version) {
    return version
        .map(v -> "%s %s bytes sha256:%s".formatted(v.mode().octal(), v.size(), v.sha256().hex()))
        .orElse("no file");
  }

  private static long size(Optional<FileVersion> version) {
    return version.map(FileVersion::size).orElse(0L);
  }

  private byte[] bytes(Optional<FileVersion> version) {
    return version.map(contents).orElseGet(() -> new byte[0]);
  }

  /** More than a tenth is not UTF-8, or there are more lines than are compared one by one. */
  public static boolean isBinary(byte[] content) {
    int lines = 0;
    for (byte b : content) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines > MOST_LINES || Utf8.malformed(content) > content.length / MALFORMED_OF;
  }
}
