package dev.gatehouse.policy.error;

import dev.gatehouse.evidence.error.GatehouseException;
import java.util.List;
import java.util.stream.Collectors;

/** A profile that does not load, with everything that is wrong with it. */
public final class ProfileException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param line the line in the file, from 1; 0 where there is no file
   * @param path the place inside the profile, such as {@code paths[2].patterns}
   * @param why what is wrong, in one sentence
   */
  public record Problem(int line, String path, String why) {
    @Override
    public String toString() {
      return line > 0 ? "line %s, %s: %s".formatted(line, path, why) : path + ": " + why;
    }
  }

  public ProfileException(String origin, List<Problem> problems) {
    super(
        PolicyErrorCode.PROFILE_INVALID,
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "profile " + origin + " is refused:\n  ", "")),
        "an operator corrects the profile's file; gatehouse policy check shows every problem");
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
