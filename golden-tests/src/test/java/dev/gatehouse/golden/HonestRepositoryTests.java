package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof that a runner has to give costs no honest repository its verdict. */
@ExtendWith(SharedGateway.class)
class HonestRepositoryTests {
  private final Gateway gateway;

  HonestRepositoryTests(Gateway gateway) {
    this.gateway = gateway;
  }

  @ParameterizedTest
  @EnumSource
  void fixedRepositoryPassesAndItsTestsAreListed(HonestRepository repository) {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, repository.repository(), repository.judgement());
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    assertThat(worker.run(CommandRequest.shell(repository.judgement())).exitCode().getAsInt())
        .as("the defect is found")
        .isNotZero();
    worker.write(
        repository.file(), worker.read(repository.file()).sha256(), DefectRepository.MENDED);

    RunView sealed = site.sealed(run);

    assertThat(sealed.verdict())
        .as(RegisteredRepository.findings(sealed).toString())
        .contains("PASSED");
    assertThat(RegisteredRepository.findings(sealed)).containsExactlyElementsOf(repository.notes());
  }
}
