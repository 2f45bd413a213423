package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.access.RunOwners;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.MergeLog;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.UnopenedRun;
import dev.gatehouse.syscalls.run.UnsealedRun;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every run that this gateway has, open or sealed, as clients see it. */
public final class RunQueries implements RunOwners {
  private final OpenRunRegistry open;
  private final SealedRuns sealed;
  private final MergeLog merges;
  private final EventPages pages;

  /** Queries over these; {@code pool} reads sealed journals. */
  public RunQueries(OpenRunRegistry open, SealedRuns sealed, MergeLog merges, WorkPool pool) {
    this.pages = new EventPages(pool);
    this.open = open;
    this.sealed = sealed;
    this.merges = merges;
  }

  /** The run of that id. */
  public Optional<RunView> view(String runId) {
    return open.lookUp(runId).map(this::view).or(() -> sealed.find(runId).map(this::view));
  }

  /**
   * The view with its details.
   *
   * @param operator whether an operator looks; the run's agent is shown what its profile allows
   * @param memory asked before anything is read
   */
  RunView withDetails(RunView view, boolean operator, AnswerMemory memory) {
    return open.lookUp(view.id())
        .map(RunQueries::details)
        .or(() ->
            sealed.find(view.id()).flatMap(run -> new SealedDetails(run, memory).shown(operator)))
        .map(view::with)
        .orElse(view);
  }

  private static RunDetails details(UnsealedRun run) {
    return switch (run) {
      case OpenRun open -> RunDetails.of(open);
      case UnopenedRun unopened -> RunDetails.of(unopened.record());
    };
  }

  @Override
  public Optional<String> agentOf(String runId) {
    return open.lookUp(runId)
        .map(run -> run.record().agent())
        .or(() -> sealed.task(runId).map(TaskName::agent))
        .or(() -> sealed.find(runId).map(run -> run.summary().task().agent()));
  }

  /** Whose sealed run it is, and at what it worked, if the index has it; from memory. */
  Optional<TaskName> sealedTask(String runId) {
    return sealed.task(runId);
  }

  /** The views of all runs that are not sealed. */
  List<RunView> unsealed() {
    return open.unsealed().stream().map(this::view).toList();
  }

  /** The view of a sealed run as the index has it; its folder is not looked at. */
  Optional<RunView> indexed(String runId) {
    return sealed.indexed(runId).map(this::view);
  }

  /**
   * Whether nobody has to wait for an event behind {@code after}: it is there, or will never be.
   */
  boolean hasEvents(String runId, long after) {
    return open.find(runId).map(run -> run.folder().journal().size() > after + 1).orElse(true);
  }

  /** Returns when the run has an event behind {@code after}, has been sealed, or at the time. */
  void awaitEvents(String runId, long after, Duration wait) {
    if (open.lookUp(runId).isPresent()) {
      OpenRun found = open.require(runId);
      JournalIndex journal = found.folder().journal();
      found.changes().await(wait, () -> journal.size() > after + 1);
    }
  }

  /**
   * {@code {"events":[…],"last"}}: the journal from {@code after} on, contents left out.
   *
   * @param memory asked before anything is read
   */
  Json.Obj events(String runId, long after, AnswerMemory memory) {
    if (open.lookUp(runId).isPresent()) {
      try {
        return EventPages.of(open.require(runId).folder().journal(), after, memory);
      } catch (UncheckedIOException e) {
        // Its folder has moved if it was sealed just now.
        if (sealed.find(runId).isEmpty()) {
          throw e;
        }
      }
    }
    SealedRun ended =
        sealed
            .find(runId)
            .orElseThrow(() ->
                new ApiException(
                    SyscallErrorCode.RUN_UNKNOWN, "no run of that id", "list the runs"));
    return pages.of(ended.folder().resolve(FolderNames.JOURNAL), after, memory);
  }

  private RunView view(UnsealedRun run) {
    return switch (run) {
      case OpenRun open -> view(open, null, open.waitingApprovals());
      case UnopenedRun unopened ->
          view(
              unopened,
              unopened
                  .setAside()
                  .map(why -> new RunView.SetAside(why.code(), why.reason()))
                  .orElse(null),
              0);
    };
  }

  private static RunView view(UnsealedRun run, RunView.@Nullable SetAside setAside, int waiting) {
    return new RunView(
        RunView.Identity.of(run.record()), run.phase().name(), waiting, null, null, setAside, null);
  }

  private RunView view(SealedRun run) {
    return new RunView(
        RunView.Identity.of(run.summary()),
        RunPhase.SEALED.name(),
        0,
        RunView.Sealed.of(run),
        merges.of(run.runId()).map(RunView.Merge::of).orElse(null),
        null,
        null);
  }
}
