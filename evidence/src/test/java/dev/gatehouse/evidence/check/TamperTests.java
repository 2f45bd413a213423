package dev.gatehouse.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.folder.SealedFolder;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes one thing of a sealed folder at a time; both checkers must refuse each. */
@Requires(Requirement.TIME)
class TamperTests {
  private static final SigningKeys KEYS = SigningKeys.generate();

  @TempDir(factory = MemoryDirectory.class)
  Path data;

  private Path folder;
  private VerifyScript script;

  @BeforeEach
  void sealOneRun() throws IOException {
    Path staging = Files.createDirectory(data.resolve("staging"));
    Path runs = Files.createDirectory(data.resolve("runs"));
    SealedFolder sealed = SampleRun.sealed(staging, runs, "run-1", KEYS);
    folder = sealed.path();
    Path trust = Files.write(data.resolve("trust.json"), KEYS.trust().toJson().canonical());
    script = new VerifyScript(trust);
  }

  @Test
  void everyFlippedByteIsFound() throws Exception {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(18);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      int[] places = {0, bytes.length / 2, bytes.length - 1};
      for (int i = 0; i < places.length; i++) {
        byte[] changed = bytes.clone();
        changed[places[i]] ^= (byte) (1 << (i + places[i] % 5));
        Files.write(file, changed);
        assertRefused(folder.relativize(file) + " at " + places[i], /* withScript= */ i == 1);
      }
      Files.write(file, bytes);
    }
    assertWhole();
  }

  /** Every byte of the files whose form leaves most room: both checkers on a part, ours on all. */
  @Test
  void everyByteOfTheSealAndTheCheckpointCounts() throws Exception {
    for (String name : List.of("seal.dsse.json", "data/journal.checkpoint", "bag-info.txt")) {
      Path file = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int place = 0; place < bytes.length; place++) {
        byte[] changed = bytes.clone();
        changed[place] ^= (byte) (1 << (place % 8));
        Files.write(file, changed);
        assertRefused(name + " at " + place, /* withScript= */ place % 193 == 0);
      }
      Files.write(file, bytes);
    }
    assertWhole();
  }

  @Test
  void everyRemovedFileIsFound() throws Exception {
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertRefused("without " + folder.relativize(file), /* withScript= */ true);
      Files.write(file, bytes);
    }
    assertWhole();
  }

  @Test
  void everyAddedEntryIsFound() throws Exception {
    String blob = "data/blobs/sha256/";
    TreeSet<String> names =
        new TreeSet<>(
            List.of(
                "x",
                "seal.sigstore.json",
                "keys/x",
                "data/x.json",
                "data/policy/x",
                "attestations/x",
                "data/ x",
                "data/x\ny",
                blob + "x",
                blob + "00/" + "1".repeat(64),
                blob + "11/" + "1".repeat(64)));
    for (String name : names) {
      Path file = folder.resolve(name);
      boolean madeParent = Files.notExists(file.getParent());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
      assertRefused("with " + name, /* withScript= */ true);
      Files.delete(file);
      if (madeParent) {
        Files.delete(file.getParent());
      }
    }
    Path directory = Files.createDirectory(folder.resolve("data/empty"));
    assertRefused("with an empty directory", /* withScript= */ true);
    Files.delete(directory);
    assertWhole();
  }

  @Test
  void linksPipesAndMovedFilesAreFound() throws Exception {
    Path tree = folder.resolve("data/tree.json");
    Path away = data.resolve("tree.json");
    Files.move(tree, away);
    Files.createSymbolicLink(tree, away);
    assertRefused("a symbolic link to the same bytes", /* withScript= */ true);
    Files.delete(tree);
    assertThat(new ProcessBuilder("mkfifo", tree.toString()).start().waitFor()).isZero();
    assertRefused("a pipe", /* withScript= */ true);
    Files.delete(tree);
    Files.move(away, tree);
    Path keys = folder.resolve("keys");
    Path moved = data.resolve("keys");
    Files.move(keys, moved);
    Files.createSymbolicLink(keys, moved);
    assertRefused("a symbolic link to the same directory", /* withScript= */ true);
    Files.delete(keys);
    Files.move(moved, keys);
    assertWhole();
  }

  private void assertRefused(String what, boolean withScript) throws Exception {
    assertThat(FolderCheck.check(folder, KEYS.trust()).isWhole()).as(what).isFalse();
    if (withScript) {
      VerifyScript.Answer answer = script.check(folder);
      assertThat(answer.exit()).as("%s: %s", what, answer.lines()).isOne();
      assertThat(answer.lines()).as(what).isNotEmpty();
      assertThat(answer.lines()).as(what).allMatch(line -> line.matches("[A-Z]+(_[A-Z]+)+ .*"));
    }
  }

  private void assertWhole() throws Exception {
    assertThat(FolderCheck.check(folder, KEYS.trust()).findings()).isEmpty();
    assertThat(script.check(folder).exit()).isZero();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
