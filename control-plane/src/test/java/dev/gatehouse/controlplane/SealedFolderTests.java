package dev.gatehouse.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.projection.ProjectedFacts;
import dev.gatehouse.controlplane.runs.IndexedFolders;
import dev.gatehouse.controlplane.runs.SealedRuns;
import dev.gatehouse.evidence.check.CheckReport;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.gates.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder that a gateway sealed stays readable, and its verdict the same, in later versions. */
class SealedFolderTests {
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "src/test/golden")
          .toAbsolutePath();

  static Stream<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.walk(GOLDEN, 2)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("seal.dsse.json")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void itIsWholeForBothChecks(Path folder) throws Exception {
    Path trust = folder.resolveSibling("trust.json");
    CheckReport report = FolderCheck.check(folder, TrustStore.read(trust));
    assertThat(report.findings()).isEmpty();

    Process script =
        new ProcessBuilder(
                "bash",
                GOLDEN.resolve("../../../../deploy/verify/verify.sh").normalize().toString(),
                folder.toString(),
                "--trust",
                trust.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(script.getInputStream().readAllBytes(), UTF_8);
    assertThat(said).startsWith("WHOLE " + folder.getFileName() + " ");
    assertThat(script.waitFor()).isZero();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theGatesGiveTheReportThatItHolds(Path folder) {
    RunEvidence evidence = RunEvidence.read(folder);
    Optional<byte[]> stored = evidence.gateReport();

    assertThat(directory(folder)).hasFileName("format-" + evidence.run().format().text());
    if (stored.isPresent()) {
      assertThat(Gates.evaluate(evidence).canonical()).isEqualTo(stored.get());
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void itIsListedAndItsRowsFollow(Path folder, @TempDir Path index) {
    String id = folder.getFileName().toString();
    SealedRuns runs =
        IndexedFolders.of(
            directory(folder), RunIndex.open(index.resolve("runs.jsonl"), directory(folder)));
    ProjectedFacts facts = ProjectedFacts.ofSealed(folder);

    assertThat(runs.find(id)).isPresent();
    assertThat(facts.run().runId()).isEqualTo(id);
    assertThat(facts.seal().orElseThrow().outcome().verdict()).isIn("PASSED", "NONE");
  }

  private static Path directory(Path folder) {
    return folder.resolveSibling(".").normalize();
  }
}
