package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;

/**
 * What the agent of a run is shown of the judgement of its run; operators are shown all of it.
 *
 * @param findings the findings of the gates, the steps that failed and the names of failed tests
 * @param output the ends of the output of failed steps and tests; shown only with findings
 */
public record Feedback(boolean findings, boolean output) {
  /** All that there is: what a profile without the member gives. */
  public static final Feedback WHOLE = new Feedback(true, true);

  public static final String MEMBER = "feedback";

  /** What a policy snapshot says; a snapshot without the member gives {@link #WHOLE}. */
  public static Feedback of(Json.Obj snapshot) {
    return snapshot
        .optionalObject(MEMBER)
        .map(json -> new Feedback(json.bool("findings"), json.bool("output")))
        .orElse(WHOLE);
  }

  /** What both show. */
  public Feedback smaller(Feedback other) {
    return new Feedback(findings && other.findings, output && other.output);
  }

  Json.Obj toJson() {
    return Json.object().put("findings", findings).put("output", output).build();
  }
}
