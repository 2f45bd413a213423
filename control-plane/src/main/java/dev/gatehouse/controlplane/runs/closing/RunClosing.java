package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the end of its calls to a sealed folder: verify, end the journal, write tree, diff and
 * reports, let the gates read the folder, seal. Every step before the seal may be done again after
 * a crash.
 */
final class RunClosing {
  /** Runs whose tree, patch and reports are made at once: a verification mostly waits. */
  private static final int FINISHED_AT_ONCE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(RunClosing.class);

  private final OpenRunRegistry runs;
  private final ClosingActs acts;
  private final SigningKeys keys;
  private final InstantSource clock;
  private final Semaphore finishing = new Semaphore(FINISHED_AT_ONCE, /* fair= */ true);

  RunClosing(OpenRunRegistry runs, ClosingActs acts, SigningKeys keys, InstantSource clock) {
    this.runs = runs;
    this.acts = acts;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Verifies and seals a run that was submitted and waits for no approval, and seals one whose
   * journal has ended. A run whose failure is written down already is sealed as failed.
   *
   * @throws ClosingStepException if a step failed; the same may be tried again
   */
  void close(OpenRun run) {
    if (ClosingFiles.sealed(run.folder())) {
      step(
          ClosingStep.SEAL,
          () -> {
            acts.move(run.folder());
            return true;
          });
      closed(run);
      return;
    }
    if (run.endedAs().isEmpty()) {
      byte[] report = step(ClosingStep.VERIFY, () -> acts.verify(run).toJson().canonical());
      step(ClosingStep.VERIFY, () -> write(run, "verifier_report.json", report));
    }
    end(run);
    inTurn(() -> {
      if (ClosingFiles.failed(run.folder())) {
        sealFailed(run);
        return;
      }
      writeTree(run);
      writeDiff(run);
      checkpoint(run);
      seal(run, judged(run) ? Optional.of(judge(run)) : Optional.empty(), Verdict.NONE);
    });
  }

  private void inTurn(Runnable act) {
    step(
        ClosingStep.TREE,
        () -> {
          try {
            finishing.acquire();
            return true;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the gateway stops", e);
          }
        });
    try {
      act.run();
    } finally {
      finishing.release();
    }
  }

  /**
   * Ends a run that nobody submitted, if its lease or its time is over; {@link #close} seals it
   * without a verdict.
   *
   * @return whether it ended now
   * @throws dev.gatehouse.syscalls.SyscallException RUN_BUSY while a call of it is going on
   */
  boolean endUnsubmitted(OpenRun run) {
    return run.endUnsubmitted().isPresent();
  }

  /**
   * Writes down why the run cannot be closed as runs are, and seals it as failed, with whatever of
   * tree, patch and reports can be made.
   *
   * @throws ClosingStepException if the seal itself failed; the same may be tried again
   */
  void fail(OpenRun run, ClosingFailure failure) {
    end(run);
    step(ClosingStep.SEAL, () -> write(run, "failure.json", failure.toJson().canonical()));
    inTurn(() -> sealFailed(run));
  }

  private void sealFailed(OpenRun run) {
    boolean tree = succeeded(() -> writeTree(run));
    if (tree) {
      succeeded(() -> writeDiff(run));
    }
    checkpoint(run);
    Optional<Verdict> judged = Optional.empty();
    if (judged(run) && tree && ClosingFiles.verified(run.folder())) {
      try {
        judged = Optional.of(judge(run));
      } catch (ClosingStepException e) {
        // Without a report the failure itself is the verdict.
      }
    }
    if (judged.isEmpty()) {
      step(
          ClosingStep.SEAL,
          () -> {
            run.folder().removeData("gate_report.json");
            return true;
          });
    }
    seal(run, judged, Verdict.FAILED);
  }

  private static boolean succeeded(Runnable act) {
    try {
      act.run();
      return true;
    } catch (ClosingStepException e) {
      if (e.problem().tries() == ClosingProblem.OUTAGE) {
        throw e;
      }
      return false;
    }
  }

  /** Without a submit nobody verified the run, and nothing is judged. */
  private static boolean judged(OpenRun run) {
    return switch (run.endedAs().orElseThrow()) {
      case COMPLETED -> true;
      case CRASHED, CANCELLED -> false;
    };
  }

  /** Of a run that has ended already this returns when the thread that ended it has finished. */
  private void end(OpenRun run) {
    step(
        ClosingStep.END,
        () -> {
          run.complete();
          return true;
        });
  }

  private static void writeTree(OpenRun run) {
    step(ClosingStep.TREE, () -> write(run, "tree.json", run.committedTree().toJson().canonical()));
  }

  private void writeDiff(OpenRun run) {
    step(
        ClosingStep.DIFF,
        () -> {
          acts.diff(run);
          return true;
        });
  }

  private void checkpoint(OpenRun run) {
    step(
        ClosingStep.CHECKPOINT,
        () -> {
          run.folder().checkpoint(keys);
          return true;
        });
  }

  private Verdict judge(OpenRun run) {
    return step(
        ClosingStep.GATES,
        () -> {
          dev.gatehouse.gates.report.GateReport report = acts.judge(run.folder());
          write(run, "gate_report.json", report.canonical());
          return Verdict.valueOf(report.verdict().name());
        });
  }

  private void seal(OpenRun run, Optional<Verdict> judged, Verdict otherwise) {
    step(
        ClosingStep.SEAL,
        () -> {
          OpenFolder folder = run.folder();
          Optional<Digest> report = ClosingFiles.digest(folder, "gate_report.json");
          Optional<GitId> tree =
              ClosingFiles.digest(folder, "tree.json").map(there -> run.committedTree().gitTree());
          acts.seal(
              folder,
              new SealInputs(
                  run.endedAs().orElseThrow(),
                  judged.orElse(otherwise),
                  report,
                  tree,
                  clock.instant().truncatedTo(ChronoUnit.MILLIS)));
          return true;
        });
    closed(run);
  }

  /** What the engine keeps of a sealed run for now is cleared away when it can be. */
  private void closed(OpenRun run) {
    try {
      runs.release(run);
    } catch (SandboxException e) {
      LOG.warn("the sandbox of run {} is cleared away later: {}", run.id(), e.getMessage());
    }
  }

  private static boolean write(OpenRun run, String name, byte[] bytes) {
    run.folder().writeData(name, bytes);
    return true;
  }

  private static <T> T step(ClosingStep step, Supplier<T> act) {
    try {
      return act.get();
    } catch (ClosingStepException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new ClosingStepException(step, e);
    }
  }
}
