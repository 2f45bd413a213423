package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.closure.BaseClosure;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.environment.LazyRunSandbox;
import dev.gatehouse.syscalls.environment.LeftWorkspaces;
import dev.gatehouse.syscalls.environment.RunEnvironment;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.state.RunState;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes open runs of folder, workspace and sandbox: all of it, or nothing is left behind. */
final class RunAssembler {
  private static final String WITHOUT_OUTCOME =
      "the call had no outcome when the run was opened again";

  private final RunPlaces places;
  private final SandboxSetup sandbox;
  private final RunBounds bounds;
  private final RunShares shares;
  private final LeftWorkspaces left;
  private final InstantSource clock;
  private final IdGenerator ids;
  private final RunListener listener;

  RunAssembler(
      RunPlaces places,
      SandboxSetup sandbox,
      RunBounds bounds,
      RunShares shares,
      LeftWorkspaces left,
      InstantSource clock,
      IdGenerator ids,
      RunListener listener) {
    this.places = places;
    this.sandbox = sandbox;
    this.bounds = bounds;
    this.shares = shares;
    this.left = left;
    this.clock = clock;
    this.ids = ids;
    this.listener = listener;
  }

  /** Where the workspace of a run lies. */
  Path workspaceOf(String runId) {
    return places.workspaces().resolve(runId);
  }

  /** A new run; its folder is made last, with the first lines of its journal. */
  OpenRun start(RunStart start, Owner owner) {
    Profile profile = start.profile();
    RunRecord record = record(start);
    RunState runState = new RunState(start.base());
    BaseClosure closed = RunClosure.of(start, NameRules.of(record.format()));
    Json.Obj document = closed.closure().toJson();
    Policy policy = policy(record, profile, closed.closure());
    RunEnvironment environment =
        environment(record, policy, owner, start.base(), runState, start.contents());
    try {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      OpenFolder folder =
          OpenFolder.create(
              places.staging(),
              record,
              new RunTerms(profile.toJson(), Optional.of(document), closed.blobs()),
              new Event.RunBegun(now, start.agent(), Optional.of(Digest.of(document.canonical()))),
              new Event.LeaseTaken(now, start.agent(), 1));
      folder.events().forEach(runState::fold);
      return new OpenRun(parts(folder, environment, profile, start.contents()), runState);
    } catch (RuntimeException | Error e) {
      discard(environment, e);
      throw e;
    }
  }

  /** A run whose journal has been read, as {@link RunFactory#recover}. */
  OpenRun recover(OpenFolder folder, Owner owner, Tree base, ContentSource contents) {
    RunRecord record = folder.run();
    Profile profile = pinned(folder);
    Policy policy = policy(record, profile, RunClosure.of(folder));
    RunState runState = new RunState(base);
    folder.events().forEach(runState::fold);
    ContentSource all = new RunContents(folder, contents);
    for (Event late : new LateConfirmations(sandbox, clock).of(folder, runState)) {
      folder.append(late);
      runState.fold(late);
    }
    // What the engine knew is durable before the engine is made to forget it.
    folder.force();
    sandbox.sandboxes().reapRun(sandbox.owner(), record.runId());
    RunEnvironment.discardFormer(workspaceOf(record.runId()));
    RunEnvironment environment = environment(record, policy, owner, base, runState, all);
    try {
      OpenRun run = new OpenRun(parts(folder, environment, profile, contents), runState);
      if (!runState.phase().hasEnded()) {
        List<Event> found = new ArrayList<>();
        for (String callId : runState.unsettledCalls()) {
          found.add(new Event.CallAborted(run.now(), callId, WITHOUT_OUTCOME));
          for (Approval approval : runState.waiting()) {
            if (approval.callId().equals(callId)) {
              found.add(ApprovalEvents.expired(run, approval, WITHOUT_OUTCOME));
            }
          }
        }
        found.add(new Event.ScratchLost(run.now()));
        run.append(found.toArray(Event[]::new));
        run.force();
      }
      return run;
    } catch (RuntimeException | Error e) {
      discard(environment, e);
      throw e;
    }
  }

  /** The policy that the genesis pins, and no other. */
  private static Profile pinned(OpenFolder folder) {
    RunRecord record = folder.run();
    if (!Digest.of(folder.policySnapshot().canonical()).equals(record.policySha256())) {
      throw new SyscallException(
          SyscallErrorCode.POLICY_SNAPSHOT_DAMAGED,
          "data/policy/snapshot.json is not the policy that the run's genesis pins",
          "restore the file from a backup, and reconcile");
    }
    return ProfileLoader.fromSnapshot(folder.policySnapshot(), NameRules.of(record.format()));
  }

  private static void discard(RunEnvironment environment, Throwable failure) {
    try {
      environment.discard();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private RunRecord record(RunStart start) {
    Profile profile = start.profile();
    return new RunRecord(
        FormatVersion.CURRENT,
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
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        Optional.of(start.opening()));
  }

  private static Policy policy(RunRecord record, Profile profile, ControlClosure closure) {
    return new Policy(profile, NameRules.of(record.format()), closure.decisive());
  }

  private RunEnvironment environment(
      RunRecord record,
      Policy policy,
      Owner owner,
      Tree base,
      RunState runState,
      ContentSource contents) {
    Path directory = workspaceOf(record.runId());
    LazyRunSandbox container =
        new LazyRunSandbox(
            sandbox.sandboxes(),
            sandbox.spec(record.runId(), record.image(), owner, policy.profile().limits()));
    return runState.phase() == RunPhase.OPEN
        ? RunEnvironment.create(
            directory, container, policy, owner, base, runState.tree(), contents)
        : RunEnvironment.unfurnished(directory, container, policy, owner);
  }

  private RunParts parts(
      OpenFolder folder, RunEnvironment environment, Profile profile, ContentSource contents) {
    return new RunParts(
        folder,
        workspaceOf(folder.run().runId()),
        left,
        environment.workspace(),
        environment.sandbox(),
        environment.owner(),
        profile,
        environment.policy(),
        bounds,
        shares,
        contents,
        clock,
        ids,
        listener);
  }
}
