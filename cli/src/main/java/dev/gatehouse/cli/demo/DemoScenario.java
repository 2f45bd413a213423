package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.replay.SealWaiter;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The whole story on one repository.
 *
 * @param operator the operator's client
 * @param seal waits for the end
 * @param judge checks the folder
 * @param copies directory for a copy of the folder, gone afterwards
 * @param worker name of the agent identity that is made
 */
record DemoScenario(
    GatehouseClient operator, SealWaiter seal, FolderVerifier judge, Path copies, String worker) {

  /**
   * Plays it.
   *
   * @return the sealed run
   */
  RunView play(DemoTranscript transcript, Path repository) {
    DemoSession cast = SetUpStep.play(transcript, operator, repository, worker);
    FixStep.lookAround(transcript, cast.run());
    List<String> approvals = new ForbiddenActionsStep(transcript, cast.run()).play();
    FixStep.mend(transcript, cast.run());
    ApprovalStep.play(transcript, cast, approvals);
    RunView sealed = MergeStep.submit(transcript, cast, seal);
    if (transcript.differences().isEmpty()) {
      MergeStep.merge(transcript, cast, sealed);
    }
    sealed
        .folder()
        .ifPresentOrElse(folder -> check(transcript, Path.of(folder)), () -> noFolder(transcript));
    return sealed;
  }

  private void check(DemoTranscript transcript, Path folder) {
    try {
      VerifyStep.play(transcript, folder, judge, copies);
    } catch (IOException e) {
      throw new CliException(
          "FOLDER_UNREADABLE",
          "the folder " + folder + " cannot be read here (" + e.getClass().getSimpleName() + ")",
          "run the demo on the gateway's machine, as a user who may read its data directory",
          e);
    }
  }

  private static void noFolder(DemoTranscript transcript) {
    transcript.expect(false, "the gateway names no folder");
  }
}
