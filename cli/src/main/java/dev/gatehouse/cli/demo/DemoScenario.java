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
  RunView play(DemoTranscript told, Path repository) {
    DemoSession cast = SetUpStep.play(told, operator, repository, worker);
    FixStep.lookAround(told, cast.run());
    List<String> approvals = new ForbiddenActionsStep(told, cast.run()).play();
    FixStep.mend(told, cast.run());
    ApprovalStep.play(told, cast, approvals);
    RunView sealed = MergeStep.submit(told, cast, seal);
    if (told.differences().isEmpty()) {
      MergeStep.merge(told, cast, sealed);
    }
    sealed.folder().ifPresentOrElse(folder -> check(told, Path.of(folder)), () -> noFolder(told));
    return sealed;
  }

  private void check(DemoTranscript told, Path folder) {
    try {
      VerifyStep.play(told, folder, judge, copies);
    } catch (IOException e) {
      throw new CliException(
          "FOLDER_UNREADABLE",
          "the folder " + folder + " cannot be read here (" + e.getClass().getSimpleName() + ")",
          "run the demo on the gateway's machine, as a user who may read its data directory",
          e);
    }
  }

  private static void noFolder(DemoTranscript told) {
    told.expect(false, "the gateway names no folder");
  }
}
