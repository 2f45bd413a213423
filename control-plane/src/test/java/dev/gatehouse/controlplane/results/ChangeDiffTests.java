package dev.gatehouse.controlplane.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.results.PathStat.Kind;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeDiffTests {
  private final Map<FileVersion, byte[]> contents = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  private Optional<FileVersion> version(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    byte[] content = text.getBytes(UTF_8);
    FileVersion version = FileVersion.of(FileMode.REGULAR, content);
    contents.put(version, content);
    return Optional.of(version);
  }

  private void change(String path, String before, String after) {
    changes.add(new Change(WorkspacePath.parse(path), version(before), version(after)));
  }

  private ChangeDiff diff() {
    return new ChangeDiff(
        new RunChange(
            changes, version -> Optional.ofNullable(contents.get(version)).orElseThrow()));
  }

  @Test
  void filesFollowEachOtherInTheOrderOfTheirPaths() {
    change("b.txt", "old\n", "new\n");
    change("a.txt", "", "a\n");

    String text = diff().part(1).text();

    assertThat(text.lines().filter(line -> line.startsWith("diff ")))
        .containsExactly("diff a.txt", "diff b.txt");
    assertThat(text).contains("--- /dev/null\n+++ b/a.txt\n", "@@ -1,1 +1,1 @@\n-old\n+new\n");
  }

  @Test
  void noContentLooksLikeTheBeginningOfAFile() {
    change("a.txt", "", "diff b.txt\n- 100644 3 bytes\ndiff c.txt");

    assertThat(diff().part(1).text().lines().filter(line -> line.startsWith("d")))
        .containsExactly("diff a.txt");
  }

  @Test
  void largeDiffComesInPartsAndNothingIsLost() {
    String line = "x".repeat(900) + "\n";
    change("a.txt", "", line.repeat(1000));
    change("b.txt", "", line.repeat(1000));

    int parts = diff().part(1).parts();
    StringBuilder whole = new StringBuilder();
    for (int part = 1; part <= parts; part++) {
      String text = diff().part(part).text();
      assertThat(text.length()).isLessThanOrEqualTo(DiffPart.LENGTH);
      whole.append(text);
    }

    assertThat(parts).isEqualTo(2);
    assertThat(whole.toString().lines().filter(row -> row.startsWith("+x"))).hasSize(2000);
    assertThat(diff().part(3).text()).isEmpty();
  }

  @Test
  void countsLinesOfTextAndNothingOfOtherContent() {
    change("added.txt", "", "1\n2\n");
    change("binary", "", "\u0000\u0001");
    change("changed.txt", "a\nb\nc\n", "a\nB\nc\nd\n");
    change("deleted.txt", "1\n", "");
    change("long.txt", "", "y".repeat(5000));

    assertThat(diff().stat(""))
        .containsExactly(
            new PathStat("added.txt", Kind.ADDED, 4L, 2L, 0L),
            new PathStat("binary", Kind.ADDED, 2L, 1L, 0L),
            new PathStat("changed.txt", Kind.CHANGED, 8L, 2L, 1L),
            new PathStat("deleted.txt", Kind.DELETED, null, 0L, 1L),
            new PathStat("long.txt", Kind.ADDED, 5000L, 1L, 0L));
  }

  @Test
  void contentThatIsNoTextHasNoCounts() {
    changes.add(new Change(WorkspacePath.parse("image"), Optional.empty(), Optional.of(image())));

    assertThat(diff().stat("")).containsExactly(new PathStat("image", Kind.ADDED, 4L, null, null));
  }

  private FileVersion image() {
    byte[] bytes = {(byte) 0x89, (byte) 0xff, (byte) 0xfe, 1};
    FileVersion version = FileVersion.of(FileMode.REGULAR, bytes);
    contents.put(version, bytes);
    return version;
  }

  @Test
  void listIsBoundedAndGoesOnBehindItsLastPath() {
    for (int i = 0; i < ChangeDiff.PATHS + 2; i++) {
      change("f" + (10_000 + i), "", "1\n");
    }

    List<PathStat> first = diff().stat("");

    assertThat(first).hasSize(ChangeDiff.PATHS);
    assertThat(diff().stat(first.getLast().path())).extracting(PathStat::path).hasSize(2);
  }

  @Test
  void behindTheBoundOfBytesPathsHaveNoCounts() {
    change("a", "", "1\n".repeat((int) (ChangeDiff.COUNTED_BYTES / 2)));
    change("b", "", "1\n");

    assertThat(diff().stat("")).extracting(PathStat::path).containsExactly("a", "b");
    assertThat(diff().stat("").getLast().added()).isNull();
  }
}
