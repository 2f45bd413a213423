package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.api.access.RunTokens;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Answers to the opening of a run and to the taking of its lease. They are made of the run's folder
 * and the gateway's key alone, so an answer that is given again is the same, and none is stored.
 */
final class OpeningAnswers {
  /** The line of each journal with the lease that comes with the opening. */
  private static final int FIRST_LEASE = 1;

  private final OpenRunRegistry runs;
  private final SealedRuns sealed;
  private final RunTokens tokens;

  OpeningAnswers(OpenRunRegistry runs, SealedRuns sealed, RunTokens tokens) {
    this.runs = runs;
    this.sealed = sealed;
    this.tokens = tokens;
  }

  /**
   * A run that was opened.
   *
   * @param leaseExpiresAt when the lease ended at the earliest
   */
  record Opened(
      String runId,
      String token,
      long fence,
      String leaseExpiresAt,
      Base base,
      String policySha256) {
    record Base(String gitCommit, String gitTree) {}
  }

  /** A lease that was taken. */
  record Lease(String token, long fence, String leaseExpiresAt) {}

  /**
   * The answer to the opening of that run.
   *
   * @throws dev.gatehouse.syscalls.SyscallException RUN_OPENING, RUN_SET_ASIDE, EVIDENCE_BROKEN
   */
  Opened opened(String runId) {
    if (runs.lookUp(runId).isPresent()) {
      OpenRun run = runs.require(runId);
      try {
        return opened(
            run.record(), lease(run, (Event.LeaseTaken) run.folder().events().get(FIRST_LEASE)));
      } catch (UncheckedIOException e) {
        // Its folder has moved if it was sealed just now.
        if (sealed.find(runId).isEmpty()) {
          throw e;
        }
      }
    }
    RunRecord record =
        sealed
            .genesis(runId)
            .orElseThrow(() ->
                new ApiException(
                    SyscallErrorCode.RUN_UNKNOWN,
                    "the folder of the run that this key opened is not there, or cannot be read",
                    "an operator reconciles; a new key opens a new run"));
    return opened(record, firstLease(record));
  }

  /** The answer to the taking of a lease. */
  Lease lease(OpenRun run, Event.LeaseTaken taken) {
    return lease(run.record(), taken, run.profile().limits().leaseSeconds());
  }

  private Lease lease(RunRecord run, Event.LeaseTaken taken, long seconds) {
    return new Lease(
        tokens.token(new Principal.Worker(run.runId(), run.agent(), taken.fence())),
        taken.fence(),
        taken.at().plusSeconds(seconds).toString());
  }

  private Lease firstLease(RunRecord run) {
    Path folder = sealed.folder(run.runId());
    Path policy = folder.resolve(FolderNames.POLICY);
    try (Stream<String> journal = Files.lines(folder.resolve(FolderNames.JOURNAL))) {
      Json.Obj line =
          StrictJson.read(journal.skip(FIRST_LEASE).findFirst().orElse("").getBytes(UTF_8));
      long seconds =
          StrictJson.read(Files.readAllBytes(policy)).object("limits").integer("leaseSeconds");
      if (EventCodec.read(run.format(), line) instanceof Event.LeaseTaken taken) {
        return lease(run, taken, seconds);
      }
      throw new JsonFormatException("the journal does not begin with a lease");
    } catch (IOException e) {
      throw new UncheckedIOException("the sealed folder cannot be read: " + folder, e);
    }
  }

  private static Opened opened(RunRecord run, Lease lease) {
    return new Opened(
        run.runId(),
        lease.token(),
        lease.fence(),
        lease.leaseExpiresAt(),
        new Opened.Base(run.baseCommit().hex(), run.baseTree().hex()),
        run.policySha256().hex());
  }
}
