package dev.gatehouse.workspace.git;

import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.util.regex.Pattern;

/**
 * Why git failed, in the product's own words. What git wrote names paths and configuration of the
 * gateway's machine, so it is kept as the refusal's detail, for the gateway's log alone.
 */
public enum GitFailure {
  CONFIGURATION("bad config|bad (boolean|numeric) config", "its configuration cannot be parsed"),
  NO_SPACE("No space left|Disk quota exceeded", "no space is left on its disk"),
  READ_ONLY("Read-only file system", "its disk is read-only"),
  PERMISSION("Permission denied|dubious ownership", "access is denied"),
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

  /** The refusal for a git that failed in a repository where that means {@code code}. */
  public static RepositoryException refusal(WorkspaceErrorCode code, GitProcess.Result result) {
    return of(result).refusal(code, result.error());
  }

  /**
   * The refusal for a pack that did not get from one repository into another. Only the receiver
   * writes, so that a disk that takes nothing is its disk.
   */
  public static RepositoryException ofTransfer(
      WorkspaceErrorCode sender, WorkspaceErrorCode receiver, GitProcess.Result result) {
    GitFailure failure = of(result);
    return failure.refusal(failure.isOfDisk() ? receiver : sender, result.error());
  }

  private static GitFailure of(GitProcess.Result result) {
    for (GitFailure each : values()) {
      if (each.pattern.matcher(result.error()).find()) {
        return each;
      }
    }
    return OTHER;
  }

  private boolean isOfDisk() {
    return this == NO_SPACE || this == READ_ONLY;
  }

  private RepositoryException refusal(WorkspaceErrorCode code, String detail) {
    boolean own = code == WorkspaceErrorCode.MIRROR_DAMAGED;
    // A disk that takes nothing has damaged nothing.
    WorkspaceErrorCode reported = own && isOfDisk() ? WorkspaceErrorCode.STORAGE_FAILED : code;
    String where = own ? "the gateway's copy of the repository" : "the repository";
    return new RepositoryException(
        reported, "git failed in %s: %s".formatted(where, words), detail);
  }
}
