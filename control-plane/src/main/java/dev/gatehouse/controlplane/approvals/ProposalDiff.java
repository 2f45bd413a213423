package dev.gatehouse.controlplane.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.FileVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The whole change as unified text, for the operator's eyes: what cannot be shown is said, never
 * shortened, and invisible characters are made visible.
 */
final class ProposalDiff {
  private static final int CONTEXT_LINES = 3;

  private ProposalDiff() {}

  static String of(Approval approval, Function<FileVersion, byte[]> contents) {
    Optional<FileVersion> before = approval.change().before();
    Optional<FileVersion> after = approval.change().after();
    Optional<String> old = text(before, contents);
    Optional<String> now = text(after, contents);
    String path = approval.change().path().text();
    StringBuilder out = new StringBuilder();
    describe(out, "- ", before);
    describe(out, "+ ", after);
    if (old.isEmpty() || now.isEmpty()) {
      return visible(out.append("binary content: compare the digests above\n").toString());
    }
    List<String> oldLines = old.get().lines().toList();
    List<String> newLines = now.get().lines().toList();
    UnifiedDiffUtils.generateUnifiedDiff(
            before.isPresent() ? "a/" + path : "/dev/null",
            after.isPresent() ? "b/" + path : "/dev/null",
            oldLines,
            DiffUtils.diff(oldLines, newLines),
            CONTEXT_LINES)
        .forEach(line -> out.append(line).append('\n'));
    return visible(out.toString());
  }

  private static void describe(StringBuilder out, String mark, Optional<FileVersion> version) {
    out.append(mark)
        .append(
            version
                .map(v -> "%s %s bytes sha256:%s".formatted(v.mode().octal(), v.size(), v.sha256()))
                .orElse("no file"))
        .append('\n');
  }

  private static Optional<String> text(
      Optional<FileVersion> version, Function<FileVersion, byte[]> contents) {
    if (version.isEmpty()) {
      return Optional.of("");
    }
    try {
      String text =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(contents.apply(version.get()))).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Control and format characters, but line ends and tabs, as {@code <U+202E>}. */
  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean hidden =
              c != '\n'
                  && c != '\t'
                  && (type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR);
          if (hidden) {
            out.append("<U+%04X>".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }
}
