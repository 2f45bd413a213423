package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.RepositoryRegistry;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.syscalls.OpenRuns;
import dev.gatehouse.syscalls.SyscallRefused;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.repository.Mirror;
import dev.gatehouse.workspace.repository.TreeAndContents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens again what a former gateway process left: sealed folders are moved to their place, open
 * runs go on. A run that cannot be opened now, since the engine is away, is tried again.
 */
final class RunRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

  private final OpenRuns runs;
  private final Mirrors mirrors;
  private final RepositoryRegistry repositories;
  private final DataDirectory data;
  private volatile boolean complete;

  RunRecovery(OpenRuns runs, Mirrors mirrors, RepositoryRegistry repositories, DataDirectory data) {
    this.runs = runs;
    this.mirrors = mirrors;
    this.repositories = repositories;
    this.data = data;
  }

  /** Whether nothing of a former process is left to be opened. */
  boolean complete() {
    return complete;
  }

  /** Opens what is not open yet. */
  synchronized void recover() {
    boolean all = true;
    for (String runId : names(data.staging())) {
      if (runs.find(runId).isEmpty()) {
        all &= recovered(runId);
      }
    }
    complete = all;
  }

  /** Removes workspaces that belong to no run; called before any is opened. */
  void discardWorkspaces() {
    for (String name : names(data.workspaces())) {
      Workspace.discard(data.workspaces().resolve(name));
    }
  }

  private boolean recovered(String runId) {
    try {
      if (Sealing.finish(data.staging(), runId, data.runs()).isPresent()) {
        return true;
      }
      if (!Files.exists(data.staging().resolve(runId).resolve("data/journal.jsonl"))) {
        LOG.warn(
            "run {} was not opened before the gateway ended; its folder stays in staging", runId);
        return true;
      }
      reopen(OpenFolder.recover(data.staging(), runId));
      LOG.info("run {} goes on", runId);
      return true;
    } catch (SandboxRefused | SyscallRefused e) {
      LOG.warn("run {} cannot go on now: {}", runId, e.getMessage());
      return false;
    } catch (RuntimeException e) {
      LOG.error("run {} cannot be opened again; its folder stays in staging", runId, e);
      return true;
    }
  }

  /** The folder is closed again if its run cannot go on, since that is tried again and again. */
  private void reopen(OpenFolder folder) {
    boolean open = false;
    try {
      RunRecord record = folder.run();
      Path origin = repositories.find(record.repository()).orElseThrow().origin();
      Mirror mirror = mirrors.of(new Identifier(record.repository()), origin);
      try (TreeAndContents base = mirror.tree(record.baseCommit())) {
        runs.recover(folder, base.tree(), base.contents());
      }
      open = true;
    } finally {
      if (!open) {
        folder.close();
      }
    }
  }

  private static List<String> names(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the directory cannot be listed: " + directory, e);
    }
  }
}
