package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.syscalls.ApprovalDesk;
import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRuns;
import dev.gatehouse.syscalls.SyscallRefused;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, on every change and on a timer, which runs can be sealed: submitted ones that wait for no
 * approval, and open ones whose lease or whose time is over. What fails is tried again on the next
 * look.
 */
final class Closer {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

  private final OpenRuns runs;
  private final ApprovalDesk desk;
  private final RunClosing closing;
  private final ExecutorService executor;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  Closer(OpenRuns runs, ApprovalDesk desk, RunClosing closing, ExecutorService executor) {
    this.runs = runs;
    this.desk = desk;
    this.closing = closing;
    this.executor = executor;
  }

  /** Looks at every open run. */
  void look() {
    runs.all().forEach(this::look);
  }

  /** Looks at one run; returns at once. */
  void look(OpenRun run) {
    if (busy.add(run.id())) {
      executor.execute(() -> {
        try {
          settle(run);
        } catch (SandboxRefused | SyscallRefused e) {
          LOG.warn("run {} cannot be sealed now: {}", run.id(), e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("run {} cannot be sealed", run.id(), e);
        } finally {
          busy.remove(run.id());
        }
      });
    }
  }

  private void settle(OpenRun run) {
    Optional<RunStatus> ended = run.endedAs();
    if (ended.isPresent()) {
      closing.finish(run, ended.get());
      return;
    }
    desk.expire(run);
    if (run.submitted() && run.waitingApprovals() == 0) {
      closing.complete(run);
    } else if (!run.submitted()) {
      closing.unfinished(run);
    }
  }
}
