package dev.gatehouse.syscalls.environment;

import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerBounds;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox's own {@code .git}: one commit of the workspace as it stands, no history, hooks or
 * remotes. It is made inside a sandbox and is scratch; no trusted process ever reads it.
 */
final class SandboxGitRepository {
  private static final String SCRIPT =
      """
      set -e
      git init -q -b base
      git config gc.auto 0
      git add -A -f
      git -c user.name=gatehouse -c user.email=gatehouse@localhost \
        commit -q --allow-empty --no-verify -m base
      git repack -a -d -q
      git prune-packed -q
      rm -rf .git/hooks
      """;

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long OUTPUT_BYTES = 64 * 1024;
  private static final LayerBounds BOUNDS = new LayerBounds(100_000, 1024L * 1024 * 1024);

  private SandboxGitRepository() {}

  static void make(Workspace workspace, LazyRunSandbox sandbox) {
    try (PreparedCommand prepared = sandbox.prepare("repository", workspace.lower())) {
      CommandOutcome outcome =
          prepared.run(
              new CommandSpec(
                  List.of("bash", "-c", SCRIPT),
                  SandboxView.VARIABLES,
                  SandboxLayout.MOUNT_POINT,
                  new byte[0],
                  LONGEST,
                  OUTPUT_BYTES,
                  OUTPUT_BYTES),
              OutputSink.NONE);
      if (!outcome.ending().equals(new Termination.Exited(0))) {
        throw new SyscallException(
            SandboxErrorCode.SANDBOX_FAILED,
            "the sandbox could not make its repository: "
                + new String(outcome.stderr().head(), StandardCharsets.UTF_8).strip(),
            "run gatehouse doctor");
      }
      workspace.apply(placements(workspace, prepared));
    }
  }

  private static LayerSnapshot layer(Workspace workspace, PreparedCommand prepared) {
    try {
      return workspace.readLayer(prepared.upper(), BOUNDS);
    } catch (WorkspaceException e) {
      prepared.requireUpper();
      throw e;
    }
  }

  private static List<FileOperation> placements(Workspace workspace, PreparedCommand prepared) {
    List<FileOperation> placements = new ArrayList<>();
    LayerSnapshot layer = layer(workspace, prepared);
    for (LayerEntry entry : layer.entries()) {
      if (entry.path().latin1().startsWith(".git/")) {
        switch (entry.kind()) {
          case FILE, EXECUTABLE ->
              placements.add(
                  new FileOperation.PutFile(
                      entry.path(),
                      /* executable= */ false,
                      layer.writing(entry),
                      entry.modified()));
          case DIRECTORY -> placements.add(new FileOperation.PutDirectory(entry.path()));
          case SYMLINK, ABSENT, SPECIAL, TOO_DEEP -> {}
        }
      }
    }
    return placements;
  }
}
