package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.controlplane.repositories.Mirrors;
import dev.gatehouse.controlplane.runs.Bases;
import dev.gatehouse.controlplane.runs.closing.SealedRunListener;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunFactory;
import dev.gatehouse.syscalls.run.RunListener;
import dev.gatehouse.syscalls.run.UnopenedRun;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.PinnedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens one run: a sealed folder is moved to its place, an open run goes on. */
final class RunReopening {
  private static final Logger LOG = LoggerFactory.getLogger(RunReopening.class);

  private final OpenRunRegistry runs;
  private final RunFactory factory;
  private final Mirrors mirrors;
  private final RepositoryRegistry repositories;
  private final DataDirectory data;
  private final Leftovers leftovers;
  private final RunListener listener;
  private final SealedRunListener sealed;
  private final StorageRoom storage;
  private final long mostJournalBytes;

  /**
   * An opener of runs.
   *
   * @param mostJournalBytes a run with a longer journal is not opened
   */
  RunReopening(
      OpenRunRegistry runs,
      RunFactory factory,
      Mirrors mirrors,
      RepositoryRegistry repositories,
      DataDirectory data,
      Leftovers leftovers,
      RunListener listener,
      SealedRunListener sealed,
      StorageRoom storage,
      long mostJournalBytes) {
    this.runs = runs;
    this.factory = factory;
    this.mirrors = mirrors;
    this.repositories = repositories;
    this.data = data;
    this.leftovers = leftovers;
    this.listener = listener;
    this.sealed = sealed;
    this.storage = storage;
    this.mostJournalBytes = mostJournalBytes;
  }

  /** Opens it, or throws and leaves everything as it was. */
  void open(UnopenedRun run) {
    if (isSealed(run.id())) {
      leftovers.clear(run.id());
      var _ = Sealing.finish(data.staging(), run.id(), data.runs());
      // Before the run is no longer known as unsealed: its key, and its attempt, always count.
      sealed.sealed(run.id());
      listener.changed(run.id());
      runs.unopened().remove(run);
      LOG.info("run {} was sealed, and is in its place now", run.id());
    } else {
      requireFits(run);
      requireRoom(run);
      leftovers.requireEngine();
      reopen(run);
      LOG.info("run {} goes on", run.id());
    }
  }

  /**
   * What a former process left of the workspace is made anew anyway, and may be what is in the way.
   */
  private void requireRoom(UnopenedRun run) {
    if (!storage.has(StorageRoom.Need.CHANGE)) {
      leftovers.clearWorkspaces(run.id());
      storage.require(StorageRoom.Need.CHANGE);
    }
  }

  /** Also one that was moved already, and broke before its new name was durable. */
  private boolean isSealed(String runId) {
    Path folder = data.staging().resolve(runId);
    return Files.exists(folder.resolve(FolderNames.SEAL))
        || (!Files.exists(folder) && Files.exists(data.runs().resolve(runId)));
  }

  /** The folder is closed again if its run cannot go on, since that is tried again and again. */
  private void reopen(UnopenedRun run) {
    RunRecord record = run.record();
    Path origin =
        repositories
            .find(record.repository())
            .orElseThrow(() ->
                new ApiException(
                    ApiErrorCode.REPOSITORY_UNKNOWN,
                    "no repository " + record.repository() + " is registered",
                    "restore the gateway log"))
            .origin();
    OpenFolder folder = OpenFolder.recover(data.staging(), run.id());
    boolean open = false;
    try {
      Mirror mirror = mirrors.of(new Identifier(record.repository()), origin);
      try (PinnedTree base = mirror.tree(record.baseCommit())) {
        storage.require(StorageRoom.Need.CHANGE, Bases.size(base.tree()));
        factory.recover(run, folder, base.tree(), base.contents());
      }
      open = true;
    } finally {
      if (!open) {
        folder.close();
      }
    }
  }

  private void requireFits(UnopenedRun run) {
    Path journal = data.staging().resolve(run.id()).resolve(FolderNames.JOURNAL);
    try {
      long bytes = Files.exists(journal) ? Files.size(journal) : 0;
      if (bytes > mostJournalBytes) {
        throw new SyscallException(
            SyscallErrorCode.RUN_TOO_LARGE,
            "its journal has %s bytes, this process opens at most %s"
                .formatted(bytes, mostJournalBytes),
            "start the gateway with more memory");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of run " + run.id() + " cannot be read", e);
    }
  }
}
