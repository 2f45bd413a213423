package dev.gatehouse.controlplane.runs.closing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in a step of closing, and how often the step is tried.
 *
 * @param code the stable code
 * @param reason one sentence
 * @param tries attempts after which the run is sealed as failed; an outage is waited for without
 *     end
 */
public record ClosingProblem(String code, String reason, int tries) implements Serializable {
  /** Neither the run nor the gateway's program is the cause. */
  static final int OUTAGE = Integer.MAX_VALUE;

  /** Nearly 14 minutes with the pauses between attempts. */
  private static final int UNCERTAIN = 10;

  /** Possibly a coincidence. */
  private static final int UNKNOWN = 3;

  private static final int AT_ONCE = 1;
  private static final int MAX_REASON = 500;
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "Too many open files");

  static ClosingProblem of(Throwable failure) {
    return full(failure)
        .map(cause -> new ClosingProblem("DISK_FULL", reason(cause), OUTAGE))
        .orElseGet(() -> classified(failure));
  }

  /** The cause that says that the machine has no room, if there is one. */
  public static Optional<Throwable> full(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (FULL.stream().anyMatch(String.valueOf(cause.getMessage())::contains)) {
        return Optional.of(cause);
      }
    }
    return Optional.empty();
  }

  private static ClosingProblem classified(Throwable failure) {
    return switch (failure) {
      case RepositoryException e -> new ClosingProblem(e.code().name(), reason(e), tries(e.code()));
      case WorkspaceException e -> new ClosingProblem(e.code().name(), reason(e), tries(e.code()));
      case GatehouseException e -> new ClosingProblem(e.code().name(), reason(e), OUTAGE);
      case UncheckedIOException e -> new ClosingProblem("IO_FAILED", reason(e), UNCERTAIN);
      case IOException e -> new ClosingProblem("IO_FAILED", reason(e), UNCERTAIN);
      case StackOverflowError e ->
          new ClosingProblem("STACK_OVERFLOW", "the run is nested too deeply", AT_ONCE);
      case IllegalStateException e when e.getCause() instanceof Exception cause ->
          classified(cause);
      default ->
          new ClosingProblem(
              "INTERNAL", failure.getClass().getSimpleName() + ": " + reason(failure), UNKNOWN);
    };
  }

  private static int tries(WorkspaceErrorCode code) {
    return switch (code) {
      case FILE_NOT_FOUND,
          FILE_IS_DIRECTORY,
          FILE_NOT_A_FILE,
          FILE_IS_SYMLINK,
          PATH_LEAVES,
          NAME_UNUSABLE,
          TOO_LARGE,
          WORKSPACE_CONFLICT,
          CONTENT_MISMATCH,
          TREE_UNUSABLE,
          TREE_TOO_LARGE ->
          AT_ONCE;
      case WORKSPACE_DISK_FULL, GIT_MISSING, STORAGE_FAILED -> OUTAGE;
      case WORKSPACE_NOT_PERMITTED,
          WORKSPACE_LAYER_UNREADABLE,
          WORKSPACE_KERNEL_UNFIT,
          WORKSPACE_CLOSED,
          WORKSPACE_IO_FAILED,
          ORIGIN_NOT_A_REPOSITORY,
          ORIGIN_FOREIGN,
          ORIGIN_OWNER_CHANGED,
          ORIGIN_SHALLOW,
          ORIGIN_FORMAT,
          ORIGIN_FAILED,
          ORIGIN_TOO_MANY_REFS,
          REVISION_UNKNOWN,
          PIN_EXISTS,
          BRANCH_UNKNOWN,
          BRANCH_INVALID,
          BRANCH_EXISTS,
          BRANCH_CONFLICTS,
          BRANCH_CHECKED_OUT,
          TIP_MOVED,
          BASE_NOT_ANCESTOR,
          GIT_TIMED_OUT,
          MIRROR_EXISTS,
          MIRROR_DAMAGED ->
          UNCERTAIN;
    };
  }

  /** One line of well-formed Unicode, cut at a bound. */
  private static String reason(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
    String cut = text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    return new String(cut.getBytes(UTF_8), UTF_8);
  }
}
