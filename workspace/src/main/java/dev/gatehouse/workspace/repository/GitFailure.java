package dev.gatehouse.workspace.repository;

import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
import java.util.regex.Pattern;

/**
 * Why git failed, in the product's own words. What git wrote names paths and configuration of the
 * gateway's machine, so it is kept as the refusal's detail, for the gateway's log alone.
 */
enum GitFailure {
  CONFIGURATION("bad config|bad (boolean|numeric) config", "its configuration cannot be parsed"),
  NO_SPACE("No space left|Disk quota exceeded", "no space is left on its disk"),
  PERMISSION("Permission denied|dubious ownership|Read-only file system", "access is denied"),
  NO_REPOSITORY("not a git repository", "there is no git repository"),
  LOCKED("\\.lock'?: File exists|Unable to create '[^']*\\.lock'", "another process has locked it"),
  OBJECTS(
      "bad object|missing|corrupt|unable to read|could not read|inflate|loose object|did not"
          + " receive|bad tree|not a valid object|Could not parse",
      "an object is missing or damaged"),
  OTHER("", "git ended with an error");

  private final Pattern pattern;
  private final String words;

  GitFailure(String pattern, String words) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    this.words = words;
  }

  /** The refusal for a git that failed. */
  static RepositoryRefused refusal(Code code, GitProcess.Result result) {
    GitFailure failure = OTHER;
    for (GitFailure each : values()) {
      if (each.pattern.matcher(result.error()).find()) {
        failure = each;
        break;
      }
    }
    String where =
        code == Code.MIRROR_DAMAGED ? "the gateway's copy of the repository" : "the repository";
    return new RepositoryRefused(
        code, "git failed in %s: %s".formatted(where, failure.words), result.error());
  }
}
