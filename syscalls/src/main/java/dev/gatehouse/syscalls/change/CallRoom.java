package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.RunShares;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.Footprint;
import java.util.List;
import java.util.Optional;

/**
 * The room that one call has taken in the run's workspace and in journals. What it did not place is
 * given back when it is closed.
 */
public final class CallRoom implements AutoCloseable {
  /** A line up to here is written without taking room: calls at once are few. */
  private static final long SHORT_LINE = 64 * 1024;

  /** Content is written to the workspace and, of the result, as a blob too. */
  private static final int COPIES = 2;

  private final OpenRun run;
  private final StorageRoom storage;
  private Footprint growth = Footprint.NONE;
  private long written;
  private long line;

  /** None is taken yet. */
  public CallRoom(OpenRun run, StorageRoom storage) {
    this.run = run;
    this.storage = storage;
  }

  /**
   * Takes room for these placements.
   *
   * @return why there is none, if so
   * @throws SyscallException STORAGE_FULL
   */
  public Optional<Decision> take(List<FileOperation> placements) {
    Footprint more = run.workspace().growth(placements);
    long bytes = COPIES * contentBytes(placements);
    Optional<Decision> refused = shares().takeWorkspace(run, more, bytes, storage);
    if (refused.isEmpty()) {
      growth = growth.plus(more);
      written += bytes;
    }
    return refused;
  }

  /** Takes room for a line of the journal; returns why there is none, if so. */
  Optional<Decision> takeLine(long bytes) {
    if (bytes <= SHORT_LINE) {
      return Optional.empty();
    }
    Optional<SyscallException> refused = shares().takeJournal(run, bytes);
    if (refused.isEmpty()) {
      line += bytes;
    }
    return refused.map(why ->
        Decision.deny(
            RunShares.JOURNAL_RULE,
            "what became of the paths of the command takes %s bytes, and then %s"
                .formatted(bytes, why.reason()),
            "change fewer paths by one command, or submit the run and go on in a new one"));
  }

  /** What was taken in the workspace is there now, and stays. */
  public void placed() {
    growth = Footprint.NONE;
  }

  /** Gives back what was not placed. */
  void giveBack() {
    run.resources().grow(Footprint.NONE.minus(growth));
    growth = Footprint.NONE;
    shares().placed(written);
    written = 0;
    if (line > 0) {
      shares().wrote(run, line);
      line = 0;
    }
  }

  @Override
  public void close() {
    giveBack();
  }

  private RunShares shares() {
    return run.resources().shares();
  }

  private static long contentBytes(List<FileOperation> placements) {
    return placements.stream()
        .mapToLong(placement ->
            switch (placement) {
              case FileOperation.PutFile put -> put.content().length();
              case FileOperation.PutLink put -> put.target().length;
              case FileOperation.PutDirectory ignored -> 0;
              case FileOperation.Delete ignored -> 0;
            })
        .sum();
  }
}
