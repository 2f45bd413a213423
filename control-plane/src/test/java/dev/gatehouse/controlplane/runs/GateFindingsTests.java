package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.runs.outcome.SealedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateFindingsTests {
  @TempDir Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(folder.resolve("data"));
  }

  private void report(String findings) throws IOException {
    Files.writeString(
        folder.resolve("data/gate_report.json"),
        "{\"results\":[{\"gate\":\"verification\",\"findings\":[" + findings + "]}]}");
  }

  private static String finding(String code, String severity, String message) {
    return "{\"code\":\"%s\",\"message\":\"%s\",\"path\":\"p\",\"severity\":\"%s\"}"
        .formatted(code, message, severity);
  }

  @Test
  void whatTheVerdictRestsOnComesFirst() throws IOException {
    report(
        String.join(
            ",",
            finding("CONTROL_TAKEN_BACK", "NOTE", "m"),
            finding("STEP_FAILED", "ERROR", "m"),
            finding("STEP_UNLISTED", "NOTE", "m"),
            finding("TEST_FILE_CHANGED", "NOTE", "m")));

    assertThat(GateFindings.of(folder, _ -> {}).orElseThrow().first())
        .extracting(RunView.Finding::code)
        .containsExactly("TEST_FILE_CHANGED", "STEP_UNLISTED", "STEP_FAILED", "CONTROL_TAKEN_BACK");
  }

  @Test
  void manyAreCountedAndLongOnesAreCut() throws IOException {
    report(
        IntStream.range(0, GateFindings.MOST + 7)
            .mapToObj(_ -> finding("STEP_FAILED", "ERROR", "m".repeat(3000)))
            .collect(Collectors.joining(",")));

    RunView.Findings found = GateFindings.of(folder, _ -> {}).orElseThrow();

    assertThat(found.total()).isEqualTo(GateFindings.MOST + 7);
    assertThat(found.first()).hasSize(GateFindings.MOST);
    assertThat(found.first().getFirst().message()).hasSize(2003);
  }

  @Test
  void reportThatIsNotThereIsMalformedOrTooLongIsLeftToTheFolder() throws IOException {
    assertThat(GateFindings.of(folder, _ -> {})).isEmpty();
    Files.write(folder.resolve("data/gate_report.json"), "{".getBytes(UTF_8));
    assertThat(GateFindings.of(folder, _ -> {})).isEmpty();
    Files.write(
        folder.resolve("data/gate_report.json"), new byte[(int) SealedFiles.REPORT_BYTES + 1]);
    assertThat(GateFindings.of(folder, _ -> {})).isEmpty();
  }

  @Test
  void memoryIsAskedForBeforeTheReportIsRead() throws IOException {
    report(finding("STEP_FAILED", "ERROR", "m"));
    long size = Files.size(folder.resolve("data/gate_report.json"));

    assertThatThrownBy(() ->
            GateFindings.of(
                folder,
                bytes -> {
                  assertThat(bytes).isEqualTo(size);
                  throw new IllegalStateException("no memory");
                }))
        .hasMessage("no memory");
  }
}
