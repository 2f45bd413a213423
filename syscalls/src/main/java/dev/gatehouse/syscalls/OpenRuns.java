package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.policy.NameRules;
import dev.gatehouse.policy.Policy;
import dev.gatehouse.policy.Profile;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every run that is open in this gateway: started, recovered, submitted, ended. */
public final class OpenRuns {
  private static final Duration SUBMIT_PATIENCE = Duration.ofMinutes(15);

  private final RunPlaces places;
  private final SandboxSetup sandbox;
  private final RunUids uids;
  private final RunBounds bounds;
  private final WaitingRuns waiting;
  private final InstantSource clock;
  private final Ids ids;
  private final RunListener listener;
  private final Map<String, OpenRun> open = new ConcurrentHashMap<>();

  /** No run is open yet. */
  public OpenRuns(
      RunPlaces places,
      SandboxSetup sandbox,
      RunUids uids,
      RunBounds bounds,
      InstantSource clock,
      Ids ids,
      RunListener listener) {
    this.places = places;
    this.sandbox = sandbox;
    this.uids = uids;
    this.bounds = bounds;
    this.waiting = new WaitingRuns(bounds);
    this.clock = clock;
    this.ids = ids;
    this.listener = listener;
  }

  /**
   * Where runs lie.
   *
   * @param staging holds the folders of open runs
   * @param workspaces holds their workspaces
   * @param gatewayVersion the version that writes them
   */
  public record RunPlaces(Path staging, Path workspaces, String gatewayVersion) {}

  /** The open run of that id. */
  public Optional<OpenRun> find(String runId) {
    return Optional.ofNullable(open.get(runId));
  }

  /**
   * The open run of that id.
   *
   * @throws SyscallRefused RUN_UNKNOWN
   */
  public OpenRun open(String runId) {
    return find(runId)
        .orElseThrow(() ->
            new SyscallRefused(
                RefusalCode.RUN_UNKNOWN,
                "no run of that id is open",
                "read the run's state; a sealed run takes no calls"));
  }

  /** All open runs. */
  public List<OpenRun> all() {
    return List.copyOf(open.values());
  }

  /**
   * Opens a run: workspace, sandbox, folder. A failed start leaves nothing behind (promise E1).
   *
   * @throws dev.gatehouse.sandbox.SandboxRefused if there is no engine or image
   */
  public OpenRun start(RunStart start) {
    Profile profile = start.profile();
    RunRecord record =
        new RunRecord(
            start.runId(),
            start.repository(),
            start.taskId(),
            start.taskText(),
            start.revision(),
            start.commit(),
            start.base().gitTree(),
            profile.name(),
            profile.sha256(),
            start.agent(),
            sandbox.image(),
            places.gatewayVersion(),
            clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    Owner owner = uids.take();
    Rooms rooms = null;
    try {
      RunLedger ledger = new RunLedger(start.base());
      rooms = rooms(record, profile, owner, start.base(), ledger, start.contents());
      OpenFolder folder = OpenFolder.create(places.staging(), record, profile.toJson());
      OpenRun run =
          new OpenRun(parts(folder, rooms, profile, start.base(), start.contents()), ledger);
      run.append(
          new Event.RunBegun(run.now(), start.agent()),
          new Event.LeaseTaken(run.now(), start.agent(), 1));
      run.lease().take(1);
      run.force();
      register(run);
      return run;
    } catch (RuntimeException e) {
      if (rooms != null) {
        rooms.discard();
      }
      uids.release(owner);
      throw e;
    }
  }

  /**
   * Opens a run again that a former gateway process left: intents without an outcome had no effect,
   * and the workspace is made anew from base, blobs and journal (promise F4).
   */
  public OpenRun recover(OpenFolder folder, Tree base, ContentSource contents) {
    RunRecord record = folder.run();
    Profile profile = Profile.fromJson(folder.policySnapshot(), NameRules.of(record.format()));
    RunLedger ledger = new RunLedger(base);
    folder.events().forEach(ledger::fold);
    ContentSource all =
        version -> folder.content(version.sha256()).orElseGet(() -> contents.content(version));
    Owner owner = uids.take();
    Rooms rooms = null;
    try {
      Rooms.discardFormer(places.workspaces().resolve(record.runId()));
      rooms = rooms(record, profile, owner, base, ledger, all);
      OpenRun run = new OpenRun(parts(folder, rooms, profile, base, contents), ledger);
      if (!ledger.ended()) {
        for (Event.CallIntended intent : ledger.unsettledIntents()) {
          run.append(
              new Event.CallAborted(
                  run.now(), intent.callId(), "the gateway ended before the call had an outcome"));
        }
        run.append(new Event.ScratchLost(run.now()));
        run.force();
      }
      register(run);
      return run;
    } catch (RuntimeException e) {
      if (rooms != null) {
        rooms.discard();
      }
      uids.release(owner);
      throw e;
    }
  }

  /** Gives the run's lease to a new worker of {@code agent}; returns the new fencing token. */
  public long takeLease(OpenRun run, String agent) {
    return run.alone(
        SUBMIT_PATIENCE,
        () -> {
          long fence = run.ledger().fence() + 1;
          run.append(new Event.LeaseTaken(run.now(), agent, fence));
          run.lease().take(fence);
          run.force();
          return fence;
        });
  }

  /**
   * Closes the door of a run. Submitting again does nothing.
   *
   * @throws SyscallRefused LEASE_STALE, LEASE_EXPIRED, RUN_BUSY, TOO_MANY_WAITING_RUNS
   */
  public OpenRun submit(Caller caller) {
    OpenRun run = open(caller.runId());
    return run.lease()
        .during(
            caller.fence(),
            () ->
                run.alone(
                    SUBMIT_PATIENCE,
                    () -> {
                      run.lease().check(caller.fence());
                      if (!run.ledger().submitted()) {
                        run.awaitConfirmation();
                        waiting.submit(
                            run, new Event.RunSubmitted(run.now(), caller.actor()), all());
                      }
                      return run;
                    }));
  }

  /** Writes the last entry of the run's journal; what is left to do is to seal it. */
  public void end(OpenRun run, RunStatus status) {
    run.alone(
        SUBMIT_PATIENCE,
        () -> {
          run.awaitConfirmation();
          if (!run.ledger().ended()) {
            run.append(new Event.RunEnded(run.now(), status));
            run.force();
          }
          return run;
        });
  }

  /** Ends a run that nobody submitted, between calls: CRASHED by its lease, CANCELLED by time. */
  public Optional<RunStatus> endUnsubmitted(OpenRun run) {
    if (!run.leaseExpired() && !run.overtime()) {
      return Optional.empty();
    }
    return run.alone(
        Duration.ZERO,
        () -> {
          if (run.submitted() || run.ended() || !(run.leaseExpired() || run.overtime())) {
            return Optional.empty();
          }
          RunStatus status = run.leaseExpired() ? RunStatus.CRASHED : RunStatus.CANCELLED;
          run.awaitConfirmation();
          run.append(new Event.RunEnded(run.now(), status));
          run.force();
          return Optional.of(status);
        });
  }

  /** Clears away what an ended run needed while it was open. */
  public void closed(OpenRun run) {
    try {
      run.resources().release();
    } finally {
      open.remove(run.id());
      uids.release(run.owner());
      listener.changed(run.id());
    }
  }

  /** Lets go of a run that stays open, when the gateway ends; a later process recovers it. */
  public void suspend(OpenRun run) {
    open.remove(run.id());
    run.resources().suspend();
    run.folder().close();
  }

  private void register(OpenRun run) {
    open.put(run.id(), run);
    listener.changed(run.id());
  }

  private Rooms rooms(
      RunRecord record,
      Profile profile,
      Owner owner,
      Tree base,
      RunLedger ledger,
      ContentSource contents) {
    Path directory = places.workspaces().resolve(record.runId());
    RunContainer container =
        new RunContainer(
            sandbox.sandboxes(),
            sandbox.spec(record.runId(), record.image(), owner, profile.limits()));
    Policy policy = new Policy(profile, NameRules.of(record.format()));
    return ledger.submitted() || ledger.ended()
        ? Rooms.unfurnished(directory, container, policy, owner)
        : Rooms.furnish(directory, container, policy, owner, base, ledger.tree(), contents);
  }

  private RunParts parts(
      OpenFolder folder, Rooms rooms, Profile profile, Tree base, ContentSource contents) {
    return new RunParts(
        folder,
        rooms.workspace(),
        rooms.sandbox(),
        rooms.owner(),
        profile,
        rooms.policy(),
        bounds,
        base,
        contents,
        clock,
        ids,
        listener);
  }
}
