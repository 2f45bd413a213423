package dev.gatehouse.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.gates.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class GateCommandTests {
  @TempDir Path data;
  private Path folder = Path.of("");

  @BeforeEach
  void seal() throws IOException {
    folder = CrashedRun.seal(data);
  }

  private Captured gate(String... more) {
    return Captured.run(List.of("gate", folder.toString()), more);
  }

  @Test
  void computesTheVerdictFromTheFolderAlone() throws Exception {
    Captured run = gate();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("FAIL  evidence-complete")
        .contains("RUN_NOT_COMPLETED")
        .endsWith("verdict FAILED\n");
    assertThat(run.err()).contains("REPORT_DIFFERS").contains("holds no gate report");
    assertThat(new JsonMapper().readTree(gate("--json").out()).path("verdict").asString(""))
        .isEqualTo("FAILED");
  }

  @Test
  void saysWhetherTheStoredReportIsTheSameByteForByte() throws Exception {
    byte[] report = Gates.evaluate(RunEvidence.read(folder)).canonical();
    Path stored = Files.write(folder.resolve("data/gate_report.json"), report);
    assertThat(gate().out()).contains("the same, byte for byte");
    Files.writeString(stored, Files.readString(stored).replace("\"FAILED\"", "\"PASSED\""));
    Captured forged = gate();
    assertThat(forged.exitCode()).isEqualTo(1);
    assertThat(forged.out()).endsWith("verdict FAILED\n");
    assertThat(forged.err()).contains("is not the one that its evidence gives");
  }

  @Test
  void couldNotJudgeWhatCannotBeRead() throws Exception {
    Files.delete(folder.resolve("data/run.json"));
    Captured run = gate();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("EVIDENCE_UNREADABLE").contains("gatehouse verify");
  }
}
