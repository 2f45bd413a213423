package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.gates.decision.RecordedDecision;
import dev.gatehouse.gates.decision.RunDecisions;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.load.ProfileLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDecisionsTests {
  @TempDir Path staging;

  private RunDecisions decisions(Scenario run) {
    return RunDecisions.of(RunEvidence.read(run.write(staging)));
  }

  @Test
  void givesEveryDecisionAgainUnderTheRunsOwnProfile() {
    RunDecisions run = decisions(Scenario.whole());
    assertThat(run.undecided()).isEmpty();
    RunDecisions.ReplayPolicy own = run.under(run.policy().profile());
    assertThat(own.closed()).isTrue();
    assertThat(own.policy().closure()).isEqualTo(run.policy().closure());
    assertThat(run.decisions())
        .allSatisfy(
            each -> assertThat(each.decide(own.policy()).decision()).isEqualTo(each.decision()));
  }

  @Test
  void hasEachCallOnceAndEachPathOfACommand() {
    RunDecisions run = decisions(Scenario.whole());
    assertThat(run.decisions())
        .extracting(each -> each.op() + " " + each.question().getClass().getSimpleName())
        .containsExactly(
            "file.read Read",
            "file.write Change",
            "file.write Change",
            "exec.run Command",
            "exec.run Change",
            "exec.run Change",
            "exec.run Change",
            "exec.run Change",
            "exec.run Change",
            "exec.run Command",
            "file.write Change",
            "file.delete Change");
  }

  @Test
  void knowsWhatTheBaseHasAndHowAChangeCameAbout() {
    Scenario scenario = Scenario.small();
    scenario.write("calc.py", "new\n");
    scenario.write("calc2.py", "new\n");
    scenario.write("calc2.py", "newer\n");
    List<Question> questions =
        decisions(scenario.verified().end()).decisions().stream()
            .map(RecordedDecision::question)
            .toList();
    assertThat(questions)
        .extracting(question -> ((Question.Change) question).base().file())
        .containsExactly(true, false, false);
    assertThat(questions)
        .extracting(question -> ((Question.Change) question).via())
        .containsOnly(ChangeOrigin.FILE);
  }

  @Test
  void computesTheClosureOfAnotherProfileOverTheBaseOfTheRun() {
    Scenario scenario =
        new Scenario(
            Map.of("calc.py", "old\n", "Makefile", "all:\n\tsh check.sh\n", "check.sh", ""));
    scenario.write("check.sh", "exit 0\n");
    RunDecisions run = decisions(scenario.verified().end());
    RunDecisions.ReplayPolicy other = run.under(ProfileLoader.shipped("default"));
    assertThat(other.closed()).isTrue();
    assertThat(other.policy().profile().verification().steps())
        .isEqualTo(run.policy().profile().verification().steps());
  }

  @Test
  void decidesNoPathWhereNothingSaysWhatTheBaseHas() {
    Scenario scenario = Scenario.whole();
    scenario.removed = List.of("data/tree.json");
    RunDecisions run = decisions(scenario);
    assertThat(run.decisions())
        .extracting(each -> each.question().getClass().getSimpleName())
        .containsExactly("Command", "Command");
    assertThat(run.undecided()).hasSize(10);
  }

  @Test
  void deniesWhatAnotherProfileDoesNotOpen() {
    Scenario scenario = Scenario.small();
    scenario.read("calc.py");
    RecordedDecision read = decisions(scenario.verified().end()).decisions().getFirst();
    var profile = Scenario.PROFILE;
    Policy closed =
        new Policy(
            new dev.gatehouse.policy.profile.Profile(
                profile.name(),
                profile.description(),
                java.util.Set.of("exec.run"),
                profile.paths(),
                profile.commands(),
                profile.limits(),
                profile.verification(),
                profile.gates()));
    assertThat(read.decide(closed).decision().outcome()).isEqualTo(Decision.Outcome.DENY);
    assertThat(read.decide(closed).zone()).isEqualTo(Destination.RESULT);
  }
}
