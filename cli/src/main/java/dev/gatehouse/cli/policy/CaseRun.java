package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.policy.decision.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Puts the cases of a file to a policy, and keeps what is not as it should be. */
public final class CaseRun implements QuestionLines.Sink<PolicyCase> {
  private static final String CASES = "cases";

  private final Policy policy;
  private final List<PolicyCase.Failure> failures = new ArrayList<>();
  private final List<LineProblem> problems = new ArrayList<>();
  private long cases;

  public CaseRun(Policy policy) {
    this.policy = policy;
  }

  /**
   * Tries a file of JSON lines.
   *
   * @throws IOException if it cannot be read
   */
  public void lines(InputStream in) throws IOException {
    QuestionLines.read(in, PolicyCase::read, this);
  }

  /**
   * Tries the list {@code cases} of a document; the place in the list counts as the line.
   *
   * @throws JsonFormatException if it has no such list of mappings alone
   */
  public void document(Json.Obj document) {
    if (document.members().size() != 1) {
      throw new JsonFormatException("a file of cases has the member cases alone");
    }
    long place = 0;
    for (Json.Obj each : document.objects(CASES)) {
      place++;
      QuestionLines.take(place, each, PolicyCase::read, this);
    }
  }

  @Override
  public void take(long line, PolicyCase asked) {
    cases++;
    asked.failure(policy).ifPresent(failures::add);
  }

  @Override
  public void refuse(LineProblem problem) {
    problems.add(problem);
  }

  /** Cases that were tried. */
  public long cases() {
    return cases;
  }

  /** Cases that the policy decides otherwise, in their order. */
  public List<PolicyCase.Failure> failures() {
    return List.copyOf(failures);
  }

  /** What is not a case. */
  public List<LineProblem> problems() {
    return List.copyOf(problems);
  }

  /** {@code {"cases", "failures", "problems"}}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("cases", cases)
        .put(
            "failures",
            new Json.Arr(failures.stream().<Json>map(PolicyCase.Failure::toJson).toList()))
        .put("problems", new Json.Arr(problems.stream().<Json>map(LineProblem::toJson).toList()))
        .build();
  }
}
