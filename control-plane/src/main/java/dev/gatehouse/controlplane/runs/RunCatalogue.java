package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.gatewaylog.Entry.Merged;
import dev.gatehouse.controlplane.gatewaylog.Merges;
import dev.gatehouse.controlplane.web.ApiRefused;
import dev.gatehouse.controlplane.web.ApiRefused.Code;
import dev.gatehouse.controlplane.web.RunOwners;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every run that this gateway has, open or sealed, as clients see it. */
public final class RunCatalogue implements RunOwners {
  private static final int MAX_EVENTS = 500;
  private static final String CONTENTS = "contents";

  private final OpenRuns open;
  private final SealedRuns sealed;
  private final Merges merges;

  /** A catalogue of these. */
  public RunCatalogue(OpenRuns open, SealedRuns sealed, Merges merges) {
    this.open = open;
    this.sealed = sealed;
    this.merges = merges;
  }

  /** The run of that id. */
  public Optional<RunView> view(String runId) {
    return open.find(runId).map(this::view).or(() -> sealed.find(runId).map(this::view));
  }

  @Override
  public Optional<String> agentOf(String runId) {
    return open.find(runId)
        .map(run -> run.record().agent())
        .or(() -> sealed.find(runId).map(run -> run.record().agent()));
  }

  /** Runs from the newest on; {@code after} is the last id of the page before. */
  List<RunView> newest(int limit, Optional<String> after) {
    return page(limit, after, view -> true);
  }

  /** Runs of one agent, without where their folders lie. */
  List<RunView> newestOf(String agent, int limit, Optional<String> after) {
    return page(limit, after, view -> view.agent().equals(agent)).stream()
        .map(RunView::withoutFolder)
        .toList();
  }

  private List<RunView> page(int limit, Optional<String> after, Predicate<RunView> wanted) {
    return Stream.concat(open.all().stream().map(OpenRun::id), sealed.ids().stream())
        .distinct()
        .filter(id -> after.isEmpty() || id.compareTo(after.get()) < 0)
        .sorted(Comparator.reverseOrder())
        .flatMap(id -> view(id).stream())
        .filter(wanted)
        .limit(limit)
        .toList();
  }

  /** {@code {"events":[…],"last"}}: the journal from {@code after} on, contents left out. */
  Json.Obj events(String runId, long after, Duration wait) {
    Optional<OpenRun> run = open.find(runId);
    if (run.isPresent()) {
      OpenRun found = run.get();
      boolean grown = found.changes().await(wait, () -> found.folder().events().size() > after + 1);
      return page(grown ? found.folder().events() : List.of(), after);
    }
    SealedRun ended =
        sealed
            .find(runId)
            .orElseThrow(
                () -> new ApiRefused(Code.RUN_UNKNOWN, "no run of that id", "list the runs"));
    return page(RunEvidence.read(ended.folder()).events(), after);
  }

  private static Json.Obj page(List<Event> events, long after) {
    List<Json> page = new ArrayList<>();
    long last = after;
    for (long seq = after + 1; seq >= 0 && seq < events.size() && page.size() < MAX_EVENTS; seq++) {
      Json.Builder line = Json.object().put("seq", seq);
      EventCodec.write(events.get((int) seq))
          .build()
          .members()
          .forEach((name, value) -> {
            if (!name.equals(CONTENTS)) {
              line.put(name, value);
            }
          });
      page.add(line.build());
      last = seq;
    }
    return Json.object().put("events", new Json.Arr(page)).put("last", last).build();
  }

  private RunView view(OpenRun run) {
    String state =
        !run.submitted()
            ? "OPEN"
            : run.waitingApprovals() > 0 ? "WAITING_FOR_APPROVALS" : "VERIFYING";
    return new RunView(
        run.id(),
        run.record().repository(),
        run.record().taskId(),
        run.record().agent(),
        run.record().profile(),
        state,
        null,
        null,
        run.record().startedAt().toString(),
        null,
        null,
        null,
        run.record().baseCommit().hex(),
        null,
        null,
        null,
        run.waitingApprovals());
  }

  private RunView view(SealedRun run) {
    Optional<Merged> merged = merges.of(run.record().runId());
    return new RunView(
        run.record().runId(),
        run.record().repository(),
        run.record().taskId(),
        run.record().agent(),
        run.record().profile(),
        "SEALED",
        run.verdict(),
        run.route(),
        run.record().startedAt().toString(),
        run.endedAt(),
        run.sealSha256().hex(),
        run.folder().toString(),
        run.record().baseCommit().hex(),
        run.resultTree(),
        merged.map(Merged::branch).orElse(null),
        merged.map(entry -> entry.commit().hex()).orElse(null),
        0);
  }
}
