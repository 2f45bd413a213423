package dev.gatehouse.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.profile.CommandRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The transition table, row by row, and its diagram. */
class RunPhaseTests {
  private static final Path DIAGRAM = Path.of("../docs/run-phases.md");
  private static final String BEGIN = "```mermaid\n";
  private static final String END = "```\n";
  private static final String BLESS =
      "mvn -pl syscalls -am test -Dtest=RunPhaseTests"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true";

  /** The whole table once more, as a person writes it. */
  private static final String TABLE =
      """
      OPENING,REPLAY,OPEN
      OPENING,SET_ASIDE,SET_ASIDE
      SET_ASIDE,RETRY,OPENING
      OPEN,SUBMIT,VERIFYING
      OPEN,SUBMIT_HOLDING,WAITING_FOR_APPROVALS
      OPEN,CANCEL,SEALING
      OPEN,ABANDON,SEALING
      OPEN,BREAK,BROKEN
      WAITING_FOR_APPROVALS,SETTLE_LAST,VERIFYING
      WAITING_FOR_APPROVALS,CANCEL,SEALING
      WAITING_FOR_APPROVALS,BREAK,BROKEN
      VERIFYING,COMPLETE,SEALING
      VERIFYING,BREAK,BROKEN
      SEALING,SEAL,SEALED
      SEALING,BREAK,BROKEN
      BROKEN,REOPEN,OPENING
      """;

  @Test
  void everyPhaseTakesTheTriggersOfItsRowsAndNoOther() {
    List<String[]> rows = TABLE.lines().map(each -> each.split(",", -1)).toList();
    for (RunPhase phase : RunPhase.values()) {
      for (RunTrigger trigger : RunTrigger.values()) {
        Optional<RunPhase> expected =
            rows.stream()
                .filter(row -> row[0].equals(phase.name()) && row[1].equals(trigger.name()))
                .map(row -> RunPhase.valueOf(row[2]))
                .findFirst();
        assertThat(phase.next(trigger)).as(phase + " " + trigger).isEqualTo(expected);
      }
    }
  }

  @Test
  void everyPhaseButTheFirstIsReached() {
    Set<RunPhase> reached = EnumSet.of(RunPhase.OPENING);
    for (RunPhase phase : RunPhase.values()) {
      reached.addAll(phase.transitions().values());
    }
    assertThat(reached).containsExactlyInAnyOrder(RunPhase.values());
    assertThat(RunPhase.SEALED.transitions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OPENING,false,false",
    "SET_ASIDE,false,false",
    "OPEN,true,true",
    "WAITING_FOR_APPROVALS,false,true",
    "VERIFYING,false,true",
    "SEALING,false,false",
    "BROKEN,false,false",
    "SEALED,false,false"
  })
  void aPhaseTakesCommandsAndWaits(RunPhase phase, boolean commands, boolean waits) {
    Syscall command =
        new Syscall.ExecRun(
            new CommandRequest.Shell("true"), Optional.empty(), new byte[0], Optional.empty());
    Syscall wait = new Syscall.ApprovalWait("a", Duration.ZERO);
    assertThat(phase.accepts(command)).isEqualTo(commands);
    assertThat(phase.accepts(wait)).isEqualTo(waits);
  }

  @ParameterizedTest
  @EnumSource
  void onlyAPhaseBehindTheLastLineHasEnded(RunPhase phase) {
    assertThat(phase.hasEnded()).isEqualTo(phase == RunPhase.SEALING || phase == RunPhase.SEALED);
  }

  @Test
  void theDiagramIsTheTable() throws IOException {
    String document = Files.readString(DIAGRAM);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END, begin);
    if (Boolean.getBoolean("bless")) {
      assertThat(System.getenv("CI")).as("documents are not blessed under CI").isNull();
      Files.writeString(
          DIAGRAM, document.substring(0, begin) + diagram() + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end)).as("update by: %s", BLESS).isEqualTo(diagram());
  }

  private static String diagram() {
    StringBuilder text = new StringBuilder("stateDiagram-v2\n  [*] --> OPEN: open\n");
    for (RunPhase phase : RunPhase.values()) {
      for (Map.Entry<RunTrigger, RunPhase> each : phase.transitions().entrySet()) {
        text.append("  %s --> %s: %s\n".formatted(phase, each.getValue(), each.getKey()));
      }
    }
    return text.append("  SEALED --> [*]\n").toString();
  }
}
