package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.check.CheckReport;
import dev.gatehouse.evidence.check.FolderCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is changed in a sealed folder is found, by both checks. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductTamperTests {
  private final Gateway gateway;
  private final Path folder = CopiedTrees.passable("tamper").resolve("run");

  ProductTamperTests(Gateway gateway) {
    this.gateway = gateway;
  }

  @BeforeAll
  void sealARun() {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(
        DefectRepository.FILE,
        worker.read(DefectRepository.FILE).sha256(),
        DefectRepository.MENDED);
    // More than what rides in the journal, so that the folder has blobs of every kind of content.
    worker.run(CommandRequest.shell("seq 5000 | tee numbers.txt"));
    RunView sealed = site.sealed(run);
    assertThat(sealed.verdict()).contains("PASSED");
    CopiedTrees.copy(RegisteredRepository.folder(sealed), folder);
  }

  @AfterAll
  void theCopyWasWholeAllTheTime() {
    assertThat(findings()).isEmpty();
    assertThat(scriptFinds()).isFalse();
  }

  @Test
  void everyFlippedByteIsFound() throws IOException {
    List<String> unseen = new ArrayList<>();
    for (Path name : CopiedTrees.files(folder)) {
      Path file = folder.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int place : new TreeSet<>(List.of(0, whole.length / 2, Math.max(whole.length - 1, 0)))) {
        Files.write(file, changedAt(place, whole));
        note(unseen, name + " at " + place);
      }
      Files.write(file, whole);
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void everyMissingFileIsFound() throws IOException {
    List<String> unseen = new ArrayList<>();
    Path aside = folder.resolveSibling("aside");
    for (Path name : CopiedTrees.files(folder)) {
      Files.move(folder.resolve(name), aside);
      note(unseen, name + " removed");
      Files.move(aside, folder.resolve(name));
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void everythingAddedIsFound() throws IOException {
    List<String> unseen = new ArrayList<>();
    for (String place : List.of("", "data", "data/policy", "data/blobs/sha256", "attestations")) {
      Path added = folder.resolve(place).resolve("added");
      Files.writeString(added, "x");
      note(unseen, "a file in " + place);
      Files.delete(added);
      Files.createDirectory(added);
      note(unseen, "a directory in " + place);
      Files.delete(added);
      Files.createSymbolicLink(added, Path.of("/etc/hostname"));
      note(unseen, "a link in " + place);
      Files.delete(added);
    }
    assertThat(unseen).isEmpty();
  }

  /** One bit of the byte at {@code place} flipped; an empty file gets a byte. */
  private static byte[] changedAt(int place, byte[] whole) {
    if (whole.length == 0) {
      return new byte[1];
    }
    byte[] flipped = whole.clone();
    flipped[place] ^= 1;
    return flipped;
  }

  private void note(List<String> unseen, String what) {
    if (findings().isEmpty()) {
      unseen.add("gatehouse verify: " + what);
    }
    if (!scriptFinds()) {
      unseen.add("verify.sh: " + what);
    }
  }

  private List<?> findings() {
    CheckReport report = FolderCheck.check(folder, gateway.trust());
    return report.findings();
  }

  private boolean scriptFinds() {
    Program ended = Product.verifyScript(folder, gateway.trustFile());
    assertThat(ended.exitCode()).as(ended.output()).isBetween(0, 1);
    return ended.exitCode() == 1;
  }
}
