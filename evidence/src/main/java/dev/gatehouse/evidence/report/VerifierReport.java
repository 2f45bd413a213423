package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * {@code data/verifier_report.json}: what the verifier did and saw. It reports; whether the run
 * passed is the gates' to compute.
 *
 * @param resultTree the committed tree that was judged
 * @param verifiedTree the tree that was written out: the committed one with the control files of
 *     the base
 * @param control each path where the verified tree differs from the committed one
 * @param base digest of the {@link BaseReport}, a blob; not in folders of format 1
 * @param steps the plan's steps in order
 */
public record VerifierReport(
    GitId resultTree,
    GitId verifiedTree,
    List<Control> control,
    Optional<String> base,
    List<VerifiedStep> steps) {
  /** A report as folders of format 1 have it. */
  public VerifierReport(
      GitId resultTree, GitId verifiedTree, List<Control> control, List<VerifiedStep> steps) {
    this(resultTree, verifiedTree, control, Optional.empty(), steps);
  }

  public VerifierReport {
    control = List.copyOf(control);
    steps = List.copyOf(steps);
  }

  /**
   * A control file that was not taken from the result.
   *
   * @param path the file
   * @param restored true where the base's content was put there, false where the base has no such
   *     file and it was left out
   */
  public record Control(TreePath path, boolean restored) {}

  /** This report as a folder of format 1 can say it. */
  public VerifierReport unjudged() {
    return new VerifierReport(
        resultTree,
        verifiedTree,
        control,
        Optional.empty(),
        steps.stream().map(step -> step.with(Optional.empty())).toList());
  }

  /** All members and {@code formatVersion}. */
  public Json.Obj toJson() {
    Json.Builder object = Json.object();
    base.ifPresent(digest -> object.put("base", Json.object().put("reportSha256", digest).build()));
    return object
        .put("formatVersion", "1")
        .put("resultTree", resultTree.hex())
        .put("verifiedTree", verifiedTree.hex())
        .put(
            "control",
            new Json.Arr(
                control.stream()
                    .<Json>map(
                        c -> c.path().putInto(Json.object()).put("restored", c.restored()).build())
                    .toList()))
        .put("steps", new Json.Arr(steps.stream().<Json>map(VerifiedStep::toJson).toList()))
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static VerifierReport fromJson(Json.Obj json) {
    return new VerifierReport(
        json.parsed("resultTree", GitId::new),
        json.parsed("verifiedTree", GitId::new),
        json.objects("control").stream()
            .map(c -> new Control(TreePath.from(c), c.bool("restored")))
            .toList(),
        json.optionalObject("base").map(base -> base.parsed("reportSha256", Digest::new).hex()),
        json.objects("steps").stream().map(VerifiedStep::fromJson).toList());
  }
}
