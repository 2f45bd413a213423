package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.shell.AgentCommands;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real agent sent, under the shipped profile: docs/command-coverage.md has all of it. */
class AgentDecisionTests {
  private static final String ELSEWHERE = "/testbed";

  /** The sample was chosen for its constructs: it has most of the strings that are refused. */
  private static final int LEAST_PERCENT = 88;

  @Test
  void nearlyAllOfWhatAnAgentSentIsAllowedAndTheRestIsExplained() throws IOException {
    Policy policy = new Policy(ProfileLoader.shipped("default"));
    List<Decision> decisions =
        AgentCommands.all().stream()
            .map(script ->
                policy.command(new CommandRequest.Shell(script.replace(ELSEWHERE, "/workspace"))))
            .toList();

    assertThat(decisions).hasSizeGreaterThanOrEqualTo(300);
    long allowed = decisions.stream().filter(each -> each.outcome() == Outcome.ALLOW).count();
    assertThat(allowed * 100 / decisions.size()).isGreaterThanOrEqualTo(LEAST_PERCENT);
    assertThat(decisions)
        .filteredOn(each -> each.outcome() == Outcome.DENY)
        .isNotEmpty()
        .allSatisfy(each -> {
          assertThat(each.reason()).contains("line ");
          assertThat(each.next().orElseThrow()).isNotBlank();
        });
  }
}
