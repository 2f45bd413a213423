package dev.gatehouse.controlplane.approvals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.approvals.ProposalDiff.Shown;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.WorkspacePath;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two contents that differ never look the same to an operator (promise G4). */
class ProposalDiffTests {
  private static final WorkspacePath PATH = WorkspacePath.parse("Makefile");
  private static final byte[] BASE = "all:\n\techo base\n".getBytes(UTF_8);

  private final Map<FileVersion, byte[]> contents = new HashMap<>();

  private Optional<FileVersion> version(FileMode mode, byte[] content) {
    FileVersion version = FileVersion.of(mode, content);
    contents.put(version, content);
    return Optional.of(version);
  }

  private Optional<FileVersion> file(byte[] content) {
    return version(FileMode.REGULAR, content);
  }

  private Shown part(Optional<FileVersion> before, Optional<FileVersion> after, int part) {
    return new ProposalDiff(
            new Change(PATH, before, after),
            version -> Optional.ofNullable(contents.get(version)).orElseThrow())
        .part(part);
  }

  private String shown(Optional<FileVersion> before, Optional<FileVersion> after) {
    return part(before, after, 1).text();
  }

  /**
   * What is left of a text for eyes that are easily deceived: sizes and digests are not read, what
   * no font shows is gone, blanks are alike, compatible and composed characters are alike, and
   * letters that look like Latin ones are taken for them.
   */
  private static String seen(String diff) {
    StringBuilder seen = new StringBuilder();
    Normalizer.normalize(diff, Normalizer.Form.NFKC)
        .replaceAll("(?m)^[-+] 1[0-9]{5} [0-9]+ bytes sha256:[0-9a-f]{64}$", "")
        .lines()
        .map(line -> line.replaceAll("[\\p{Z}\\s]", " ").stripTrailing())
        .forEach(line -> {
          line.codePoints()
              .filter(c -> c == ' ' || !invisible(c))
              .map(c ->
                  "\u0430\u0435\u043E\u0440\u0441".indexOf(c) < 0
                      ? c
                      : "aeopc".charAt("\u0430\u0435\u043E\u0440\u0441".indexOf(c)))
              .forEach(seen::appendCodePoint);
          seen.append('\n');
        });
    return seen.toString();
  }

  private static boolean invisible(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == 0x3164
        || c == 0x115F
        || c == 0x1160
        || c == 0x2800
        || c == 0x034F
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0x180B && c <= 0x180F);
  }

  private static Arguments pair(String name, String one, String other) {
    return Arguments.of(name, one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static Stream<Arguments> pairsThatDiffer() {
    String many = "line\n".repeat(300_000);
    return Stream.of(
        pair("tab and blanks", "a:\n\tx\n", "a:\n        x\n"),
        pair("one blank and two", "a b\n", "a  b\n"),
        pair("blank at the end of a line", "a\n", "a \n"),
        pair("tab and blank at the end", "a\t\n", "a \n"),
        pair("line of blanks", "\n", "   \n"),
        pair("CR LF", "a\n", "a\r\n"),
        pair("lone CR", "# a\nX:=1\n", "# a\rX:=1\n"),
        pair("CR twice", "a\r\n", "a\r\r\n"),
        pair("vertical tab", "a b\n", "a\u000Bb\n"),
        pair("form feed", "a\nb\n", "a\u000Cb\n"),
        pair("next line", "a\nb\n", "a\u0085b\n"),
        pair("line separator", "a\nb\n", "a\u2028b\n"),
        pair("paragraph separator", "a\nb\n", "a\u2029b\n"),
        pair("no last line feed", "a\n", "a"),
        pair("line feed more", "a\n", "a\n\n"),
        pair("byte order mark", "a\n", "\uFEFFa\n"),
        pair("no-break space", "a b\n", "a\u00A0b\n"),
        pair("ideographic space", "a b\n", "a\u3000b\n"),
        pair("zero width space", "ab\n", "a\u200Bb\n"),
        pair("zero width joiner and non-joiner", "a\u200Db\n", "a\u200Cb\n"),
        pair("word joiner", "ab\n", "a\u2060b\n"),
        pair("soft hyphen", "ab\n", "a\u00ADb\n"),
        pair("Hangul filler", "ab\n", "a\u3164b\n"),
        pair("halfwidth filler", "ab\n", "a\uFFA0b\n"),
        pair("Hangul choseong filler", "ab\n", "a\u115Fb\n"),
        pair("Braille blank", "a b\n", "a\u2800b\n"),
        pair("grapheme joiner", "ab\n", "a\u034Fb\n"),
        pair("variation selector", "ab\n", "a\uFE0Fb\n"),
        pair("Mongolian selector", "ab\n", "a\u180Bb\n"),
        pair("tag", "ab\n", "a\uDB40\uDC41b\n"),
        pair("right-to-left override", "ab\n", "\u202Eab\n"),
        pair("isolate", "ab\n", "\u2066ab\u2069\n"),
        pair("Arabic letter mark", "ab\n", "a\u061Cb\n"),
        pair("composed and decomposed", "\u00E9\n", "e\u0301\n"),
        pair("Hangul composed and conjoining", "\uD55C\n", "\u1112\u1161\u11AB\n"),
        pair("ohm and omega", "\u2126\n", "\u03A9\n"),
        pair("order of marks", "a\u0301\u0323\n", "a\u0323\u0301\n"),
        pair("Cyrillic a", "paypal\n", "p\u0430ypal\n"),
        pair("Cyrillic a elsewhere", "p\u0430ypal\n", "payp\u0430l\n"),
        pair("fullwidth", "a\n", "\uFF41\n"),
        pair("ligature", "fi\n", "\uFB01\n"),
        pair("mathematical letter", "a\n", "\uD835\uDC4E\n"),
        pair("escape written literally", "<U+202E>\n", "\u202E\n"),
        pair("literal escape of a blank", "a<U+0020>\n", "a \n"),
        pair("literal escape of a byte", "<0x00>\n", "\0\n"),
        pair("literal tab mark", "<TAB>a\n", "\ta\n"),
        pair("literal remark", "a\n\\ No newline at end of file\n", "a"),
        pair("literal remark in ASCII", "\u0430\n", "\u0430\n\\ in ASCII: <U+0430>\n"),
        pair("rows of a diff", "-a\n+b\n", "--a\n++b\n"),
        pair("erase of a line", "a\n", "b\u001B[2K\u001B[1Ga\n"),
        pair("backspace", "a\n", "b\ba\n"),
        pair("delete", "a\n", "a\u007F\n"),
        pair("NUL", "a\n", "a\0\n"),
        pair("private use", "\uE000\n", "\uE001\n"),
        pair("unassigned", "\u0378\n", "\u0379\n"),
        pair("replacement character", "\uFFFD\n", "\uFFFC\n"),
        pair("order of lines", "a\nb\n", "b\na\n"),
        pair("a line twice", "a\n", "a\na\n"),
        pair("order of equal lines", "a\nb\na\n", "a\na\nb\n"),
        pair("far behind in a line", "x".repeat(3_000_000) + "a", "x".repeat(3_000_000) + "b"),
        pair("blanks before a command", "a" + " ".repeat(900) + "b", "a" + " ".repeat(901) + "b"),
        pair("far behind in a content", many + "a\n", many + "b\n"),
        Arguments.of(
            "Latin-1",
            bytes('c', 'a', 'f', 'e', 'c', 'a', 'f', 'e', 'a', 'b', 0xE9),
            bytes('c', 'a', 'f', 'e', 'c', 'a', 'f', 'e', 'a', 'b', 0xE8)),
        Arguments.of(
            "byte and replacement character",
            "0123456789\uFFFD".getBytes(UTF_8),
            bytes('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0xFF)),
        Arguments.of(
            "overlong",
            "0123456789012345678/".getBytes(UTF_8),
            "0123456789012345678\u00C0\u00AF".getBytes(ISO_8859_1)),
        Arguments.of("UTF-16", "ab\n".getBytes(UTF_16LE), "ab\n".getBytes(UTF_8)),
        Arguments.of("binary", bytes(0xFF, 0xFE, 0xFD), bytes(0xFF, 0xFE, 0xFC)),
        Arguments.of("empty and no line", new byte[0], "\n".getBytes(UTF_8)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairsThatDiffer")
  void contentsThatDifferLookDifferent(String name, byte[] one, byte[] other) {
    assertThat(Arrays.equals(one, other)).isFalse();
    // Both as proposals for the same file, and the one as a proposal for the other.
    Optional<FileVersion> base = file(BASE);
    assertThat(all(base, file(one))).isNotEqualTo(all(base, file(other)));
    assertThat(all(Optional.empty(), file(one))).isNotEqualTo(all(Optional.empty(), file(other)));
    assertThat(all(file(one), Optional.empty())).isNotEqualTo(all(file(other), Optional.empty()));
    String between = all(file(one), file(other));
    String gone = signed(between, '-');
    String come = signed(between, '+');
    assertThat(gone).isNotEqualTo(come);
    assertThat(signed(all(file(other), file(one)), '+')).isNotEqualTo(come);
  }

  /** What is seen of all parts. */
  private String all(Optional<FileVersion> before, Optional<FileVersion> after) {
    StringBuilder all = new StringBuilder();
    int parts = 1;
    for (int part = 1; part <= parts; part++) {
      Shown shown = part(before, after, part);
      parts = shown.parts();
      all.append(shown.text());
    }
    return seen(all.toString());
  }

  /** What is seen of one side: its rows and those of both, all with the same sign. */
  private static String signed(String diff, char sign) {
    StringBuilder rows = new StringBuilder();
    boolean taken = false;
    for (String row : diff.lines().toList()) {
      boolean head = row.isEmpty() || row.startsWith("--- ") || row.startsWith("+++ ");
      boolean remark = row.startsWith("\\");
      taken = remark ? taken : !head && (row.charAt(0) == sign || row.charAt(0) == ' ');
      if (taken) {
        rows.append(remark ? row : ":" + row.substring(1)).append('\n');
      }
    }
    return rows.toString();
  }

  @Test
  void kindsOfFileLookDifferent() {
    byte[] text = "target\n".getBytes(UTF_8);
    Optional<FileVersion> plain = file(text);
    Optional<FileVersion> executable = version(FileMode.EXECUTABLE, text);
    Optional<FileVersion> link = version(FileMode.SYMLINK, text);
    assertThat(shown(plain, executable))
        .contains("- 100644 7 bytes", "+ 100755 7 bytes")
        .contains("\\ a file that is not executable becomes an executable file\n")
        .contains("\\ the content stays as it is\n");
    assertThat(shown(executable, plain)).contains("becomes a file that is not executable");
    assertThat(shown(link, plain)).contains("\\ a symbolic link becomes a file");
    assertThat(shown(plain, Optional.empty()))
        .contains("+ no file\n", "\\ the file is deleted\n", "+++ /dev/null\n", "-target\n");
    assertThat(shown(plain, file(new byte[0])))
        .contains("\\ it is empty\n", "+++ b/Makefile\n")
        .doesNotContain("deleted");
    assertThat(shown(Optional.empty(), file(new byte[0])))
        .contains(
            "- no file\n", "\\ the file is new, a file that is not executable\n", "it is empty");
    assertThat(shown(Optional.empty(), executable)).contains("the file is new, an executable file");
  }

  @Test
  void fewBytesThatAreNoUtf8LeaveATextATextAndManyDoNot() {
    byte[] makefile = "all:\n\t@echo pwned # \u00FF\n".getBytes(ISO_8859_1);
    assertThat(shown(file(BASE), file(makefile)))
        .contains("+<TAB>@echo pwned # <0xFF>\n")
        .doesNotContain("not shown as text");
    assertThat(shown(file(BASE), file(bytes(0xFF, 0xD8, 0xFF, 0xE0))))
        .contains("\\ not shown as text: rows are 16 bytes, numbers of a hunk are bytes\n")
        .contains("+ff d8 ff e0  |....|\n");
  }

  @Test
  void pathIsShownAsTheContentIs() {
    FileVersion version = file(BASE).orElseThrow();
    String diff =
        new ProposalDiff(
                new Change(
                    new WorkspacePath(java.util.List.of("p\u0430th <U+0020>")),
                    Optional.empty(),
                    Optional.of(version)),
                v -> BASE)
            .part(1)
            .text();
    assertThat(diff)
        .contains("+++ b/p\u0430th <U+003C>U+0020>\n")
        .contains("\\ in ASCII: p<U+0430>th <U+003C>U+0020>\n");
  }

  @Test
  void contentsThatAreTooLargeAreNamedAndNeverRead() {
    FileVersion large =
        new FileVersion(
            FileMode.REGULAR,
            ProposalDiff.MOST_BYTES + 1,
            file(BASE).orElseThrow().sha256(),
            file(BASE).orElseThrow().gitBlob());
    assertThat(shown(Optional.empty(), Optional.of(large)))
        .contains("\\ too large to be shown: read both contents by their digests\n")
        .doesNotContain("echo");
  }

  @Test
  void whatIsNotLookedForIsSaidAtTheTop() {
    String before = lines(150_000, 0);
    String after = lines(150_000, 1);
    Shown shown = part(file(before.getBytes(UTF_8)), file(after.getBytes(UTF_8)), 1);
    assertThat(shown.text().lines().limit(4))
        .contains(
            "\\ the contents differ so much that not all of what they share was looked for: it is"
                + " shown as removed and added whole");
    assertThat(shown.parts()).isGreaterThan(1);
  }

  private static String lines(int count, int seed) {
    java.util.Random random = new java.util.Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("line ").append(random.nextInt(3)).append('\n');
    }
    return text.toString();
  }
}
