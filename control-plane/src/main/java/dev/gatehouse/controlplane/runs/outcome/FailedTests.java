package dev.gatehouse.controlplane.runs.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.request.Untrusted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tests that failed in all steps.
 *
 * @param total how many there are
 * @param first the first of them, in the order of the steps and of their names
 */
public record FailedTests(int total, List<FailedTest> first) {
  /** Tests that are shown. */
  public static final int MOST = 50;

  public FailedTests {
    first = List.copyOf(first);
  }

  /**
   * One test.
   *
   * @param step the id of the step that ran it
   * @param untrusted its name, as the report of the step or the runner writes it
   * @param output the end of what the step's test report says of it, where the viewer is shown
   *     output and the report says something
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FailedTest(String step, Untrusted untrusted, @Nullable TestOutput output) {}

  /** The end of a test's output; at most {@value Judgement#TEST_CHARACTERS} characters. */
  public record TestOutput(Untrusted untrusted) {}
}
