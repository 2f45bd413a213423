package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.ProfileRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plan may name tests that show what the task was: they fail on the base, pass on the result. */
@ExtendWith(SharedGateway.class)
class FailToPassTests {
  private static final String TESTS =
      """
      from fare import fare


      def test_fee():
          assert fare(2) == 7


      def test_other():
          assert True
      """;

  private final Gateway gateway;

  FailToPassTests(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void namedTestThatTheWorkFixesPasses() {
    RunView sealed = fixed("test_fare.py::test_fee");

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
    assertThat(RegisteredRepository.findings(sealed)).isEmpty();
  }

  @Test
  void namedTestThatPassesOnTheBaseShowsNothing() {
    RunView sealed = fixed("test_fare.py::test_other");

    assertThat(sealed.verdict()).contains("FAILED");
    assertThat(sealed.route()).contains("FAILED");
    assertThat(RegisteredRepository.findings(sealed)).containsExactly("FAIL_TO_PASS_UNSHOWN");
  }

  @Test
  void namedTestThatTheResultDoesNotHaveFails() {
    RunView sealed = fixed("test_fare.py::test_new");

    assertThat(sealed.verdict()).contains("FAILED");
    assertThat(sealed.route()).contains("RETRY");
    assertThat(RegisteredRepository.findings(sealed)).containsExactly("FAIL_TO_PASS_MISSED");
  }

  private RunView fixed(String named) {
    String profile = RegisteredRepository.fresh("profile");
    gateway
        .operator()
        .addProfile(
            new ProfileRequest(
                profile,
                "contained",
                List.of(
                    new ProfileRequest.Step(
                        "tests",
                        "python3 -m pytest -q",
                        OptionalInt.empty(),
                        Optional.of(List.of(named))))));
    Repository repository =
        Repository.of(
            Map.of(
                DefectRepository.FILE,
                "def fare(zones):\n    return 2 * zones\n",
                "test_fare.py",
                TESTS));
    RegisteredRepository site = RegisteredRepository.under(gateway, repository, profile);
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write(
        DefectRepository.FILE,
        worker.read(DefectRepository.FILE).sha256(),
        DefectRepository.MENDED);
    return site.sealed(run);
  }
}
