package dev.gatehouse.bench;

import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens runs and runs commands in them, one after another, until enough containers started. */
record StartWorker(
    SandboxEngine sandboxes,
    String owner,
    SandboxImage image,
    SandboxLimits limits,
    Path lower,
    int commands) {
  private static final int USER = 230_017;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final CommandSpec TRUE =
      new CommandSpec(
          List.of("true"),
          Map.of("PATH", "/usr/bin:/bin"),
          SandboxLayout.MOUNT_POINT,
          new byte[0],
          Duration.ofSeconds(30),
          1 << 16,
          1 << 20);

  void work(String name, StartCounts counts) {
    for (int n = 0; counts.take(); n++) {
      RunSandboxSpec spec = new RunSandboxSpec(owner, name + "-" + n, image, USER, USER, limits);
      try (RunSandbox run = sandboxes.open(spec)) {
        for (int command = 0; command < commands && counts.take(); command++) {
          one(run, "c" + command, counts);
        }
      } catch (SandboxException e) {
        counts.failed("open or close", e);
      }
    }
  }

  private void one(RunSandbox run, String id, StartCounts counts) {
    try (PreparedCommand command = run.prepare(id, lower)) {
      Termination ending = command.run(TRUE, OutputSink.NONE).ending();
      if (!ending.equals(new Termination.Exited(0))) {
        counts.failed("run", ending.toString());
      }
      if (!command.confirm(SOON).agrees()) {
        counts.failed("confirm", "the engine does not agree");
      }
    } catch (SandboxException e) {
      counts.failed("prepare, run or close", e);
    }
  }
}
