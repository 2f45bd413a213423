package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.WorkspacePath;
import java.util.List;
import java.util.Optional;

/** What a syscall answers: a closed family, one record a syscall or kind of effect. */
public sealed interface Answer {
  /** Names the call in the journal. */
  String callId();

  /**
   * Content of a file; untrusted.
   *
   * @param scratch whether the file is scratch, so never part of the result
   */
  record FileContent(
      String callId,
      WorkspacePath path,
      Digest sha256,
      boolean executable,
      boolean scratch,
      byte[] content)
      implements Answer {}

  /** A file was written, deleted, or its change held. */
  record FileChanged(String callId, PathOutcome outcome) implements Answer {}

  /** Entries of a directory, sorted by name. */
  record Listing(
      String callId, Optional<WorkspacePath> path, List<Entry> entries, boolean truncated)
      implements Answer {
    public Listing {
      entries = List.copyOf(entries);
    }

    /**
     * One entry.
     *
     * @param name its name; untrusted
     * @param type {@code FILE}, {@code EXECUTABLE}, {@code DIRECTORY}, {@code SYMLINK} or {@code
     *     SPECIAL}
     * @param size bytes, for a file
     */
    public record Entry(String name, String type, long size) {}
  }

  /**
   * A command ran.
   *
   * @param ending {@code EXITED}, {@code SIGNALLED}, {@code TIMED_OUT}, {@code OUT_OF_MEMORY},
   *     {@code OUTPUT_LIMIT}, {@code CANCELLED} or {@code STARTER_LOST}
   * @param exitCode the exit code, or 128 and the signal; -1 where there is none
   * @param millis wall time
   * @param changes what became of each path that it changed
   * @param networkAttempts attempts to reach an IPv4 network while it ran
   */
  record CommandRan(
      String callId,
      String ending,
      int exitCode,
      long millis,
      Stream stdout,
      Stream stderr,
      Decision decision,
      List<PathOutcome> changes,
      long networkAttempts)
      implements Answer {
    public CommandRan {
      changes = List.copyOf(changes);
    }

    /**
     * What a stream held; untrusted.
     *
     * @param head the first bytes, all of them unless truncated
     * @param bytes how many there were
     * @param sha256 digest over all of them
     */
    public record Stream(byte[] head, long bytes, Digest sha256, boolean truncated) {}
  }

  /** How an approval stands. */
  record ApprovalStands(
      String callId, String approvalId, Approval.State state, Optional<String> comment)
      implements Answer {}
}
