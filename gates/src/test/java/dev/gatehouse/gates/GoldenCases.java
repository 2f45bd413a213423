package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.CommandRequest;
import dev.gatehouse.policy.Policy;
import dev.gatehouse.policy.Profile;
import dev.gatehouse.policy.VerificationPlan;
import dev.gatehouse.policy.Via;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs, honest and forged, each with the findings that a person expects of it. The reports beside
 * them can be written anew by a machine; these expectations cannot.
 */
final class GoldenCases {
  /**
   * One run.
   *
   * @param name names its report
   * @param codes all findings, as {@code gate:CODE}
   * @param route where the first of three attempts goes
   * @param scenario its evidence
   */
  record Golden(String name, Set<String> codes, Route route, Supplier<Scenario> scenario) {}

  private final List<Golden> cases = new ArrayList<>();

  private GoldenCases() {}

  static List<Golden> all() {
    GoldenCases golden = new GoldenCases();
    golden.honest();
    golden.journals();
    golden.files();
    golden.policies();
    golden.changes();
    golden.decisions();
    golden.approvals();
    golden.commands();
    golden.isolation();
    golden.verification();
    return golden.cases;
  }

  private void honest() {
    add("honest", Route.READY_TO_MERGE, Scenario::whole);
    add(
        "honest-nothing-changed",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.diff = Optional.of(new byte[0]);
          return run.verified().end();
        });
    add(
        "honest-denied-and-expired-approvals",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.settle(run.write("Makefile", "a\n"), Approval.State.DENIED, "ada", run.now());
          run.settle(run.write("Makefile", "b\n"), Approval.State.EXPIRED, "gateway", run.now());
          run.settle(run.write("Makefile", "c\n"), Approval.State.STALE, "ada", run.now());
          return run.verified().end();
        });
    add(
        "honest-after-a-restart",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          CallIntended lost = intent(run.exec(new CommandRequest.Shell("sleep 1"), Map.of()), run);
          run.events.removeIf(e -> e instanceof CallEnded x && x.callId().equals(lost.callId()));
          run.events.removeIf(
              e -> e instanceof CallConfirmed x && x.callId().equals(lost.callId()));
          run.events.add(new Event.CallAborted(run.now(), lost.callId(), "restart"));
          run.events.add(new Event.ScratchLost(run.now()));
          String again = run.exec(new CommandRequest.Shell("sleep 1"), Map.of());
          run.edit(CallIntended.class, e -> e.callId().equals(again) ? withKey(e, lost.key()) : e);
          return run.verified().end();
        });
    add(
        "network-attempted",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.whole();
          return run.edit(
              CallEnded.class,
              e ->
                  e.answer().has("networkAttempts")
                      ? withAnswer(e, "networkAttempts", new Json.Int(3))
                      : e);
        },
        "isolation:NETWORK_ATTEMPTED");
    add(
        "optional-step-failed",
        Route.READY_TO_MERGE,
        () -> steps("style", s -> ending(s, "EXITED", 1)),
        "verification:OPTIONAL_STEP_FAILED");
    add(
        "control-file-taken-back",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("pytest.py", "forged\n");
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:CONTROL_TAKEN_BACK");
  }

  private void journals() {
    edited(
        "no-begin",
        Route.QUARANTINED,
        run -> run.events.removeFirst(),
        "evidence-complete:RUN_BEGIN_MISSING");
    edited(
        "begun-twice",
        Route.QUARANTINED,
        run -> run.events.add(2, run.events.getFirst()),
        "evidence-complete:EVENT_TWICE");
    edited(
        "no-end",
        Route.QUARANTINED,
        run -> run.events.removeLast(),
        "evidence-complete:RUN_END_MISSING");
    add(
        "crashed",
        Route.RETRY,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.events.add(new Event.RunEnded(run.now(), RunStatus.CRASHED));
          return run;
        },
        "evidence-complete:RUN_NOT_COMPLETED",
        "verification:RUN_NOT_COMPLETED");
    edited(
        "never-submitted",
        Route.QUARANTINED,
        run -> run.events.removeIf(Event.RunSubmitted.class::isInstance),
        "evidence-complete:RUN_NOT_SUBMITTED");
    add(
        "written-after-submit",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.events.add(new Event.RunSubmitted(run.now(), "agent:bot"));
          run.write("calc.py", "late\n");
          run.verified();
          run.events.add(new Event.RunEnded(run.now(), RunStatus.COMPLETED));
          return run;
        },
        "evidence-complete:CALL_AFTER_SUBMIT");
    edited(
        "outcome-lost",
        Route.QUARANTINED,
        run -> run.events.removeIf(e -> e instanceof CallEnded x && x.callId().equals("call-1")),
        "evidence-complete:INTENT_OPEN");
    edited(
        "intent-lost",
        Route.QUARANTINED,
        run -> run.events.removeIf(e -> e instanceof CallIntended x && x.callId().equals("call-1")),
        "evidence-complete:INTENT_MISSING");
    add(
        "call-id-twice",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.read("calc.py");
          run.events.addAll(
              List.copyOf(run.events.subList(run.events.size() - 2, run.events.size())));
          return run.verified().end();
        },
        "evidence-complete:CALL_ID_TWICE");
    edited(
        "key-used-twice",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class, e -> e.key().isPresent() ? withKey(e, Optional.of("same")) : e),
        "evidence-complete:KEY_TWICE");
    edited(
        "fence-unknown",
        Route.QUARANTINED,
        run -> run.events.removeIf(Event.LeaseTaken.class::isInstance),
        "evidence-complete:FENCE_UNKNOWN");
  }

  private void files() {
    edited(
        "content-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("new\n")),
        "evidence-complete:CONTENT_MISSING",
        "mediated-changes:CONTENT_MISSING");
    edited(
        "content-damaged",
        Route.QUARANTINED,
        run ->
            run.replaced.put(
                FolderNames.blob(Digest.of("new\n".getBytes(UTF_8))), "damaged".getBytes(UTF_8)),
        "evidence-complete:CONTENT_DAMAGED",
        "mediated-changes:CONTENT_MISSING");
    edited(
        "output-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("output\n")),
        "evidence-complete:CONTENT_MISSING");
    edited(
        "test-report-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("<testsuite/>")),
        "evidence-complete:CONTENT_MISSING");
    edited(
        "tree-lost",
        Route.QUARANTINED,
        run -> run.removed = List.of(FolderNames.TREE),
        "evidence-complete:TREE_MISSING",
        "mediated-changes:TREE_MISSING",
        "protected-paths:TREE_MISSING",
        "verification:TREE_MISSING");
    edited(
        "tree-malformed",
        Route.QUARANTINED,
        run -> run.treeFile = Optional.of("{}".getBytes(UTF_8)),
        "evidence-complete:EVIDENCE_MALFORMED",
        "mediated-changes:TREE_MISSING",
        "protected-paths:TREE_MISSING",
        "verification:TREE_MISSING");
    edited(
        "patch-lost",
        Route.QUARANTINED,
        run -> run.diff = Optional.empty(),
        "evidence-complete:DIFF_MISSING");
    edited(
        "patch-empty",
        Route.QUARANTINED,
        run -> run.diff = Optional.of(new byte[0]),
        "mediated-changes:DIFF_DIFFERS");
    edited(
        "verifier-report-lost",
        Route.QUARANTINED,
        run -> run.report = Optional.empty(),
        "evidence-complete:VERIFIER_REPORT_MISSING",
        "verification:VERIFIER_REPORT_MISSING");
  }

  private void policies() {
    add(
        "policy-swapped",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          Profile swapped = profile(Set.of("file.write"), run.profile.verification());
          run.replaced.put(FolderNames.POLICY, swapped.toJson().canonical());
          return run.verified().end();
        },
        "policy-pinned:POLICY_DIGEST_DIFFERS");
    edited(
        "policy-unreadable",
        Route.QUARANTINED,
        run -> {
          run.snapshot = Optional.of(Json.object().put("name", "golden").build());
          run.genesis =
              r -> pinned(r, r.profile(), Digest.of(run.snapshot.orElseThrow().canonical()));
        },
        "commands:POLICY_UNREADABLE",
        "policy-pinned:POLICY_UNREADABLE",
        "protected-paths:POLICY_UNREADABLE",
        "verification:POLICY_UNREADABLE");
    edited(
        "policy-of-another-name",
        Route.QUARANTINED,
        run -> run.genesis = r -> pinned(r, "other", r.policySha256()),
        "policy-pinned:POLICY_NAME_DIFFERS");
    add(
        "syscall-not-opened",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.profile = profile(Set.of("file.write"), run.profile.verification());
          run.write("calc.py", "new\n");
          run.read("calc.py");
          return run.verified().end();
        },
        "policy-pinned:SYSCALL_NOT_OPENED");
  }

  private void changes() {
    edited(
        "other-path-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "path", new Json.Str("other.py"))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    edited(
        "other-content-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "sha256", new Json.Str(hex("other")))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    edited(
        "other-before-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "replaces", new Json.Str("absent"))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    add(
        "name-that-no-syscall-may-use",
        Route.QUARANTINED,
        () -> smuggled("a\u0001b", Scenario.version("new\n")),
        "mediated-changes:CHANGE_NAME_REFUSED",
        "protected-paths:DISPOSITION_DIFFERS");
    add(
        "symbolic-link-committed",
        Route.QUARANTINED,
        () -> smuggled("link", FileVersion.of(FileMode.SYMLINK, "new\n".getBytes(UTF_8))),
        "mediated-changes:CHANGE_KIND_REFUSED");
    add(
        "size-forged",
        Route.QUARANTINED,
        () -> {
          FileVersion honest = Scenario.version("new\n");
          return smuggled(
              "x.py", new FileVersion(honest.mode(), 99, honest.sha256(), honest.gitBlob()));
        },
        "mediated-changes:VERSION_DIFFERS");
    add(
        "git-id-forged",
        Route.QUARANTINED,
        () -> {
          FileVersion honest = Scenario.version("new\n");
          return smuggled(
              "x.py",
              new FileVersion(
                  honest.mode(),
                  honest.size(),
                  honest.sha256(),
                  GitId.ofBlob("other".getBytes(UTF_8))));
        },
        "mediated-changes:VERSION_DIFFERS");
    add(
        "file-that-nobody-wrote",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.tree = with(run.tree, "evil.py", Scenario.version("evil\n"));
          return run.verified().end();
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "file-that-nobody-deleted",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          TreeMap<TreePath, FileVersion> files = new TreeMap<>(run.tree.files());
          files.remove(TreePath.of("test_calc.py"));
          run.tree = new Tree(files);
          return run.verified().end();
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "content-that-nobody-wrote",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.tree = with(run.tree, "calc.py", Scenario.version("evil\n"));
          return run.verified().end();
        },
        "mediated-changes:CHANGE_CHAIN_BROKEN");
    add(
        "base-of-another-commit",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.whole();
          run.genesis = r -> based(r, GitId.ofBlob("other".getBytes(UTF_8)));
          return run;
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "file-and-directory",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py/x", "new\n");
          return run.verified().end();
        },
        "mediated-changes:TREE_CONFLICT");
  }

  private void decisions() {
    edited(
        "decision-on-a-read-forged",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.op().equals("file.read")
                        ? withDecision(e, Decision.allow("other", "because"))
                        : e),
        "protected-paths:DECISION_DIFFERS");
    add(
        "secret-read",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.read(".env");
          run.edit(
              CallIntended.class,
              e ->
                  e.op().equals("file.read")
                      ? withDecision(e, Decision.allow("workspace", "It is the work."))
                      : e);
          return run.verified().end();
        },
        "protected-paths:DECISION_DIFFERS");
    add(
        "protected-file-committed-as-allowed",
        Route.QUARANTINED,
        () -> smuggled("Makefile", Scenario.version("new\n")),
        "protected-paths:DECISION_DIFFERS",
        "protected-paths:DISPOSITION_DIFFERS",
        "verification:CONTROL_TAKEN_BACK");
    add(
        "held-file-committed-at-once",
        Route.QUARANTINED,
        () -> {
          Scenario run = smuggled("sub/Makefile", Scenario.version("new\n"));
          Decision hold =
              new Policy(run.profile)
                  .write(WorkspacePath.parse("Makefile"), false, Via.COMMAND)
                  .decision();
          return run.edit(
              CallEnded.class,
              e ->
                  withPaths(
                      e,
                      path ->
                          path.path().equals(TreePath.of("sub/Makefile"))
                              ? decided(path, hold)
                              : path));
        },
        "protected-paths:DISPOSITION_DIFFERS",
        "verification:CONTROL_TAKEN_BACK");
    add(
        "scratch-committed",
        Route.QUARANTINED,
        () -> smuggled("x.pyc", Scenario.version("new\n")),
        "protected-paths:DECISION_DIFFERS",
        "protected-paths:DISPOSITION_DIFFERS");
    add(
        "work-hidden-as-scratch",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.whole();
          return run.edit(
              CallEnded.class,
              e ->
                  withPaths(
                      e,
                      path ->
                          path.path().equals(TreePath.of("x.pyc"))
                              ? new PathOutcome(
                                  TreePath.of("calc.py"),
                                  Disposition.SCRATCH,
                                  Decision.allow("workspace", "It is the work."),
                                  Optional.of(Scenario.version("new\n")),
                                  Optional.empty(),
                                  Optional.empty())
                              : path));
        },
        "protected-paths:DISPOSITION_DIFFERS");
  }

  private void approvals() {
    settled(
        "approval-by-the-agent",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "bot", run.now()),
        "protected-paths:APPROVAL_NOT_BY_OPERATOR");
    settled(
        "approval-by-the-gateway",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "gateway", run.now()),
        "protected-paths:APPROVAL_NOT_BY_OPERATOR");
    settled(
        "approval-late",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "ada", run.approval(id).expiresAt()),
        "protected-paths:APPROVAL_LATE");
    settled("approval-open", (run, id) -> {}, "protected-paths:APPROVAL_OPEN");
    settled(
        "approval-denied-twice",
        (run, id) -> {
          run.settle(id, Approval.State.DENIED, "ada", run.now());
          run.settle(id, Approval.State.DENIED, "ada", run.now());
        },
        "protected-paths:APPROVAL_TWICE");
    settled(
        "approval-used-twice",
        (run, id) -> {
          run.approve(id);
          run.approve(id);
        },
        "mediated-changes:CHANGE_CHAIN_BROKEN",
        "protected-paths:APPROVAL_TWICE");
    settled(
        "approval-of-another-proposal",
        (run, id) -> {
          run.approve(id);
          run.edit(
              ApprovalSettled.class,
              e ->
                  new ApprovalSettled(
                      e.at(), e.approvalId(), e.state(), e.by(), e.comment(), hex("other")));
        },
        "protected-paths:APPROVAL_PROPOSAL_DIFFERS");
    settled(
        "approval-never-asked-for",
        (run, id) -> {
          run.settle(id, Approval.State.DENIED, "ada", run.now());
          run.events.removeIf(ApprovalRequested.class::isInstance);
        },
        "protected-paths:APPROVAL_UNKNOWN");
    settled(
        "approval-of-other-content",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  changed(
                      e,
                      new Change(
                          e.approval().change().path(),
                          e.approval().change().before(),
                          Optional.of(Scenario.version("old\n")))));
          run.contents.put(hex("old\n"), "old\n".getBytes(UTF_8));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-under-another-rule",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e -> ruled(e, "other", e.approval().expiresAt(), e.approval().policySha256()));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-under-another-policy",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  ruled(
                      e,
                      e.approval().rule(),
                      e.approval().expiresAt(),
                      Digest.of("other".getBytes(UTF_8))));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-that-never-expires",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  ruled(
                      e,
                      e.approval().rule(),
                      e.approval().expiresAt().plusSeconds(1),
                      e.approval().policySha256()));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
  }

  private void commands() {
    edited(
        "command-without-mode",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? withDecision(
                            e,
                            new Decision(
                                e.decision().outcome(),
                                e.decision().rule(),
                                e.decision().reason(),
                                Optional.empty(),
                                Optional.empty()))
                        : e),
        "commands:COMMAND_DECISION_DIFFERS");
    edited(
        "command-of-another-mode",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e -> isCommand(e) ? withDecision(e, e.decision().inMode("argv")) : e),
        "commands:COMMAND_DECISION_DIFFERS");
    edited(
        "command-unreadable",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e -> isCommand(e) ? withRequest(e, "argv", Json.Arr.ofStrings(List.of())) : e),
        "commands:COMMAND_UNREADABLE");
    add(
        "command-denied",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.exec(new CommandRequest.Argv(List.of("perl", "-e", "1")), Map.of("calc.py", "new\n"));
          return run.verified().end();
        },
        "commands:COMMAND_DENIED");
  }

  private void isolation() {
    edited(
        "isolation-unread",
        Route.QUARANTINED,
        run -> run.edit(CallIntended.class, e -> isCommand(e) ? isolated(e, Optional.empty()) : e),
        "isolation:ISOLATION_MISSING");
    item("seccomp-off", "seccomp.mode", "0", "2");
    item("seccomp-off-as-expected", "seccomp.mode", "0", "0");
    item("other-interface", "network.interfaces", "eth0 lo", "eth0 lo");
    item("other-image", "engine.image", "sha256:other", "sha256:other");
    item("more-memory", "engine.memory", "1", "1");
    item("unknown-item-differs", "kernel.anything", "a", "b");
    edited(
        "container-used-twice",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? isolated(
                            e,
                            Optional.of(IsolationRecord.fromJson(e.isolation().orElseThrow()))
                                .map(r ->
                                    new IsolationRecord(
                                        "same", r.imageId(), r.startedAt(), r.items())))
                        : e),
        "isolation:ISOLATION_DIFFERS");
    edited(
        "command-unconfirmed",
        Route.RETRY,
        run -> run.events.removeIf(CallConfirmed.class::isInstance),
        "isolation:COMMAND_NOT_CONFIRMED");
    edited(
        "command-contradicted",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallConfirmed.class, e -> new CallConfirmed(e.at(), e.callId(), false, e.detail())),
        "isolation:COMMAND_CONTRADICTED");
    add(
        "step-not-confined",
        Route.QUARANTINED,
        () ->
            steps(
                "tests",
                s -> step(s, s.confirmed(), s.tests(), s.problem(), Json.object().build())),
        "isolation:ISOLATION_DIFFERS");
  }

  private void verification() {
    add(
        "plan-empty",
        Route.FAILED,
        () -> {
          Scenario run = Scenario.small();
          run.profile =
              profile(
                  run.profile.syscalls(),
                  new VerificationPlan(run.profile.verification().control(), List.of()));
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:VERIFICATION_PLAN_EMPTY");
    add(
        "plan-without-a-required-step",
        Route.FAILED,
        () -> {
          Scenario run = Scenario.small();
          VerificationPlan plan = run.profile.verification();
          run.profile =
              profile(
                  run.profile.syscalls(),
                  new VerificationPlan(plan.control(), plan.steps().subList(1, 2)));
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:VERIFICATION_PLAN_EMPTY");
    edited(
        "step-left-out",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(
                        r.resultTree(), r.verifiedTree(), r.control(), r.steps().subList(1, 2))),
        "verification:STEPS_DIFFER");
    add(
        "step-ran-another-command",
        Route.QUARANTINED,
        () ->
            steps(
                "tests",
                s ->
                    new VerifiedStep(
                        s.id(),
                        List.of("true"),
                        s.ending(),
                        s.exitCode(),
                        s.confirmed(),
                        s.millis(),
                        s.stdout(),
                        s.stderr(),
                        s.tests(),
                        s.problem(),
                        s.isolation())),
        "verification:STEPS_DIFFER");
    add(
        "step-failed",
        Route.RETRY,
        () -> steps("tests", s -> ending(s, "EXITED", 1)),
        "verification:STEP_FAILED");
    add(
        "step-timed-out",
        Route.RETRY,
        () -> steps("tests", s -> ending(s, "TIMED_OUT", -1)),
        "verification:STEP_FAILED");
    add(
        "step-unconfirmed",
        Route.RETRY,
        () -> steps("tests", s -> step(s, false, s.tests(), s.problem(), s.isolation())),
        "verification:STEP_NOT_CONFIRMED");
    add(
        "test-failed",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        ending(s, "EXITED", 1),
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(),
                                    t.passed(),
                                    List.of("t::b", "t::c"),
                                    List.of())),
                        s.problem(),
                        s.isolation())),
        "verification:STEP_FAILED",
        "verification:TEST_FAILED");
    add(
        "test-failed-but-exit-zero",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        s,
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(), t.passed(), List.of("t::b"), List.of())),
                        s.problem(),
                        s.isolation())),
        "verification:TEST_FAILED");
    add(
        "no-test-passed",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s ->
                    step(
                        s,
                        true,
                        s.tests()
                            .map(t ->
                                new TestResults(
                                    t.reportSha256(), List.of(), List.of(), List.of("t::a"))),
                        s.problem(),
                        s.isolation())),
        "verification:NO_TEST_PASSED");
    add(
        "no-test-report",
        Route.RETRY,
        () -> steps("tests", s -> step(s, true, Optional.empty(), Optional.empty(), s.isolation())),
        "verification:TEST_REPORT_MISSING");
    add(
        "test-report-of-no-use",
        Route.RETRY,
        () ->
            steps(
                "tests",
                s -> step(s, true, Optional.empty(), Optional.of("JUNIT_INVALID"), s.isolation())),
        "verification:TEST_REPORT_MISSING");
    edited(
        "another-result-judged",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(
                        run.base.gitTree(), r.verifiedTree(), r.control(), r.steps())),
        "verification:RESULT_DIFFERS");
    edited(
        "another-tree-written-out",
        Route.QUARANTINED,
        run ->
            run.report =
                run.report.map(r ->
                    new VerifierReport(r.resultTree(), run.base.gitTree(), r.control(), r.steps())),
        "verification:VERIFIED_TREE_DIFFERS");
    add(
        "forged-runner-judged",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("pytest.py", "forged\n");
          run.verified().end();
          run.report =
              run.report.map(
                  r -> new VerifierReport(r.resultTree(), r.resultTree(), List.of(), r.steps()));
          return run;
        },
        "verification:CONTROL_TAKEN_BACK",
        "verification:VERIFIED_TREE_DIFFERS");
  }

  private interface Settling {
    void settle(Scenario run, String approvalId);
  }

  private void settled(String name, Settling settling, String... codes) {
    add(
        name,
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          settling.settle(run, run.write("Makefile", "all: test\n"));
          return run.verified().end();
        },
        codes);
  }

  private void edited(String name, Route route, Consumer<Scenario> edit, String... codes) {
    add(
        name,
        route,
        () -> {
          Scenario run = Scenario.whole();
          edit.accept(run);
          return run;
        },
        codes);
  }

  private void item(String name, String item, String actual, String expected) {
    edited(
        name,
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? isolated(
                            e,
                            e.isolation()
                                .map(IsolationRecord::fromJson)
                                .map(r -> {
                                  List<IsolationRecord.Item> items = new ArrayList<>(r.items());
                                  items.removeIf(i -> i.name().equals(item));
                                  items.add(new IsolationRecord.Item(item, expected, actual));
                                  return new IsolationRecord(
                                      r.containerId(), r.imageId(), r.startedAt(), items);
                                }))
                        : e),
        "isolation:ISOLATION_DIFFERS");
  }

  private void add(String name, Route route, Supplier<Scenario> scenario, String... codes) {
    cases.add(new Golden(name, new TreeSet<>(List.of(codes)), route, scenario));
  }

  /** A command commits this version of the path as if the policy allowed it. */
  private static Scenario smuggled(String path, FileVersion version) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    String callId = run.exec(new CommandRequest.Shell("smuggle"), Map.of());
    PathOutcome outcome =
        new PathOutcome(
            TreePath.of(path),
            Disposition.COMMITTED,
            Decision.allow("workspace", "It is the work."),
            run.tree.file(TreePath.of(path)),
            Optional.of(version),
            Optional.empty());
    run.edit(
        CallEnded.class,
        e ->
            e.callId().equals(callId)
                ? new CallEnded(
                    e.at(), e.callId(), e.status(), e.answer(), List.of(outcome), e.contents())
                : e);
    run.contents.put(hex("all:\n"), "all:\n".getBytes(UTF_8));
    run.tree = with(run.tree, path, version);
    return run.verified().end();
  }

  private static Scenario steps(String id, UnaryOperator<VerifiedStep> edit) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    return run.verified(step -> step.id().equals(id) ? edit.apply(step) : step).end();
  }

  private static VerifiedStep ending(VerifiedStep s, String ending, long exitCode) {
    return new VerifiedStep(
        s.id(),
        s.command(),
        ending,
        exitCode,
        s.confirmed(),
        s.millis(),
        s.stdout(),
        s.stderr(),
        s.tests(),
        s.problem(),
        s.isolation());
  }

  private static VerifiedStep step(
      VerifiedStep s,
      boolean confirmed,
      Optional<TestResults> tests,
      Optional<String> problem,
      Json.Obj isolation) {
    return new VerifiedStep(
        s.id(),
        s.command(),
        s.ending(),
        s.exitCode(),
        confirmed,
        s.millis(),
        s.stdout(),
        s.stderr(),
        tests,
        problem,
        isolation);
  }

  private static Profile profile(Set<String> syscalls, VerificationPlan plan) {
    Profile golden = Scenario.PROFILE;
    return new Profile(
        golden.name(),
        golden.description(),
        syscalls,
        golden.paths(),
        golden.commands(),
        golden.limits(),
        plan,
        golden.gates());
  }

  private static RunRecord pinned(RunRecord r, String profile, Digest policy) {
    return new RunRecord(
        r.runId(),
        r.repository(),
        r.taskId(),
        r.taskText(),
        r.revision(),
        r.baseCommit(),
        r.baseTree(),
        profile,
        policy,
        r.agent(),
        r.image(),
        r.gatewayVersion(),
        r.startedAt());
  }

  private static RunRecord based(RunRecord r, GitId base) {
    return new RunRecord(
        r.runId(),
        r.repository(),
        r.taskId(),
        r.taskText(),
        r.revision(),
        r.baseCommit(),
        base,
        r.profile(),
        r.policySha256(),
        r.agent(),
        r.image(),
        r.gatewayVersion(),
        r.startedAt());
  }

  private static CallIntended intent(String callId, Scenario run) {
    return run.events.stream()
        .filter(CallIntended.class::isInstance)
        .map(CallIntended.class::cast)
        .filter(e -> e.callId().equals(callId))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isCommand(CallIntended e) {
    return e.op().equals("exec.run");
  }

  private static CallIntended withKey(CallIntended e, Optional<String> key) {
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        key,
        e.op(),
        e.request(),
        e.requestSha256(),
        e.decision(),
        e.isolation());
  }

  private static CallIntended withDecision(CallIntended e, Decision decision) {
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        e.key(),
        e.op(),
        e.request(),
        e.requestSha256(),
        decision,
        e.isolation());
  }

  private static CallIntended withRequest(CallIntended e, String name, Json value) {
    TreeMap<String, Json> members = new TreeMap<>(e.request().members());
    members.put(name, value);
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        e.key(),
        e.op(),
        new Json.Obj(members),
        e.requestSha256(),
        e.decision(),
        e.isolation());
  }

  private static CallIntended isolated(CallIntended e, Optional<IsolationRecord> isolation) {
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        e.key(),
        e.op(),
        e.request(),
        e.requestSha256(),
        e.decision(),
        isolation.map(IsolationRecord::toJson));
  }

  private static CallEnded withAnswer(CallEnded e, String name, Json value) {
    TreeMap<String, Json> members = new TreeMap<>(e.answer().members());
    members.put(name, value);
    return new CallEnded(
        e.at(), e.callId(), e.status(), new Json.Obj(members), e.paths(), e.contents());
  }

  private static CallEnded withPaths(CallEnded e, UnaryOperator<PathOutcome> edit) {
    return new CallEnded(
        e.at(),
        e.callId(),
        e.status(),
        e.answer(),
        e.paths().stream().map(edit).toList(),
        e.contents());
  }

  private static PathOutcome decided(PathOutcome p, Decision decision) {
    return new PathOutcome(
        p.path(), p.disposition(), decision, p.before(), p.after(), p.approvalId());
  }

  private static ApprovalRequested changed(ApprovalRequested e, Change change) {
    Approval a = e.approval();
    return new ApprovalRequested(
        e.at(),
        new Approval(
            a.approvalId(),
            a.runId(),
            a.callId(),
            change,
            a.policySha256(),
            a.rule(),
            a.role(),
            a.nonce(),
            a.requestedAt(),
            a.expiresAt()),
        e.contents());
  }

  private static ApprovalRequested ruled(
      ApprovalRequested e, String rule, Instant expiresAt, Digest policy) {
    Approval a = e.approval();
    return new ApprovalRequested(
        e.at(),
        new Approval(
            a.approvalId(),
            a.runId(),
            a.callId(),
            a.change(),
            policy,
            rule,
            a.role(),
            a.nonce(),
            a.requestedAt(),
            expiresAt),
        e.contents());
  }

  private static Tree with(Tree tree, String path, FileVersion version) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
    files.put(TreePath.of(path), version);
    return new Tree(files);
  }

  private static String hex(String content) {
    return Digest.of(content.getBytes(UTF_8)).hex();
  }
}
