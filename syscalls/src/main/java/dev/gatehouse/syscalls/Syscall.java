package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.profile.CommandRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What an agent may ask for: a closed family, one record each, every target normalized already.
 * Each has one handler.
 */
public sealed interface Syscall {
  /** The name by which profiles open it and the API calls it. */
  String name();

  /** Whether it can change state, and so needs an idempotency key (promise F4). */
  boolean changesState();

  /** Whether a submitted run still takes it. */
  default boolean allowedAfterSubmit() {
    return false;
  }

  /** The request as evidence keeps it: contents are replaced by their digest and size. */
  Json.Obj request();

  /**
   * Reads a file of the workspace.
   *
   * @param path the file
   * @param maxBytes a larger file is refused
   */
  record FileRead(WorkspacePath path, long maxBytes) implements Syscall {
    @Override
    public String name() {
      return "file.read";
    }

    @Override
    public boolean changesState() {
      return false;
    }

    @Override
    public Json.Obj request() {
      return Json.object().put("path", path.text()).put("maxBytes", maxBytes).build();
    }
  }

  /**
   * Writes a whole file.
   *
   * @param path the file
   * @param replaces digest of the content that it replaces; empty where there must be no file
   *     (promises C4, F5)
   * @param content the new content
   * @param executable whether it gets the executable bit
   */
  record FileWrite(
      WorkspacePath path, Optional<Digest> replaces, byte[] content, boolean executable)
      implements Syscall {
    public FileWrite {
      content = content.clone();
    }

    @Override
    public String name() {
      return "file.write";
    }

    @Override
    public boolean changesState() {
      return true;
    }

    @Override
    public Json.Obj request() {
      return Json.object()
          .put("path", path.text())
          .put("replaces", replaces.map(Digest::hex).orElse("absent"))
          .put("sha256", Digest.of(content).hex())
          .put("size", content.length)
          .put("executable", executable)
          .build();
    }
  }

  /**
   * Deletes a file.
   *
   * @param path the file
   * @param replaces digest of the content that is deleted
   */
  record FileDelete(WorkspacePath path, Digest replaces) implements Syscall {
    @Override
    public String name() {
      return "file.delete";
    }

    @Override
    public boolean changesState() {
      return true;
    }

    @Override
    public Json.Obj request() {
      return Json.object().put("path", path.text()).put("replaces", replaces.hex()).build();
    }
  }

  /**
   * Lists a directory.
   *
   * @param path the directory; empty for the workspace itself
   */
  record DirList(Optional<WorkspacePath> path) implements Syscall {
    @Override
    public String name() {
      return "dir.list";
    }

    @Override
    public boolean changesState() {
      return false;
    }

    @Override
    public Json.Obj request() {
      Json.Builder request = Json.object();
      path.ifPresent(p -> request.put("path", p.text()));
      return request.build();
    }
  }

  /**
   * Runs one command in a container of its own.
   *
   * @param command an argument array, or a shell string for {@code bash -c}
   * @param directory where it runs; empty for the workspace itself
   * @param stdin what it can read
   * @param time a limit below the profile's; empty for the profile's
   */
  record ExecRun(
      CommandRequest command,
      Optional<WorkspacePath> directory,
      byte[] stdin,
      Optional<Duration> time)
      implements Syscall {
    public ExecRun {
      stdin = stdin.clone();
    }

    @Override
    public String name() {
      return "exec.run";
    }

    @Override
    public boolean changesState() {
      return true;
    }

    @Override
    public Json.Obj request() {
      Json.Builder request = Json.object();
      switch (command) {
        case CommandRequest.Argv argv -> request.put("argv", Json.Arr.ofStrings(argv.argv()));
        case CommandRequest.Shell shell -> request.put("shell", shell.script());
      }
      directory.ifPresent(path -> request.put("directory", path.text()));
      time.ifPresent(limit -> request.put("seconds", limit.toSeconds()));
      if (stdin.length > 0) {
        request.put("stdinSha256", Digest.of(stdin).hex()).put("stdinBytes", stdin.length);
      }
      return request.build();
    }
  }

  /**
   * Waits until an operator has decided, or the time is over.
   *
   * @param approvalId the approval
   * @param patience how long at most
   */
  record ApprovalWait(String approvalId, Duration patience) implements Syscall {
    @Override
    public String name() {
      return "approval.wait";
    }

    @Override
    public boolean changesState() {
      return false;
    }

    @Override
    public boolean allowedAfterSubmit() {
      return true;
    }

    @Override
    public Json.Obj request() {
      return Json.object().put("approvalId", approvalId).build();
    }
  }
}
