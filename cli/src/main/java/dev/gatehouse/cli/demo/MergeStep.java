package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.replay.SealWaiter;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.client.operator.Merged;

/** The agent submits; verifier, gates and seal follow; the operator merges. */
final class MergeStep {
  private MergeStep() {}

  static RunView submit(DemoTranscript transcript, DemoSession cast, SealWaiter seal) {
    transcript.scene("7. It hands in its work");
    transcript.asks("agent", "submit");
    cast.run().submit();
    transcript.mustBeRefused(
        "agent",
        "file.read README.md, after the door has closed",
        "RUN_NOT_OPEN"::equals,
        () -> cast.run().read("README.md"));
    RunView sealed =
        seal.sealed(cast.opened().runId(), run -> transcript.done("the run is " + run.state()));
    String verdict = sealed.verdict().orElse("none");
    String route = sealed.route().orElse("none");
    transcript.done("the gates computed " + verdict + ", the route is " + route);
    transcript.expect(
        verdict.equals("PASSED") && route.equals("READY_TO_MERGE"),
        "verdict " + verdict + ", route " + route);
    return sealed;
  }

  static void merge(DemoTranscript transcript, DemoSession cast, RunView sealed) {
    transcript.scene("8. The operator merges");
    String branch = "gatehouse/" + sealed.runId();
    transcript.asks("operator", "merge this seal, meant for " + cast.branch() + ", into " + branch);
    Merged merged =
        cast.operator()
            .merge(
                sealed.runId(),
                new MergeRequest(
                    sealed.sealSha256().orElse(""), branch, cast.branch(), sealed.baseCommit()));
    transcript.mergedNow();
    transcript.done("a new branch at " + merged.commit() + "; nothing else was moved");
    transcript.expect(
        sealed.resultTree().filter(merged.tree()::equals).isPresent(),
        "the merged tree is not the sealed one");
  }
}
