package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Evidence with one thing changed. */
final class Edits {
  private Edits() {}

  /** A command commits this version of the path as if the policy allowed it. */
  static Scenario smuggled(String path, FileVersion version) {
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

  static Scenario steps(String id, UnaryOperator<VerifiedStep> edit) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    return run.verified(step -> step.id().equals(id) ? edit.apply(step) : step).end();
  }

  static VerifiedStep ending(VerifiedStep s, String ending, long exitCode) {
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

  static VerifiedStep step(
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

  static Profile profile(Set<String> syscalls, VerificationPlan plan) {
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

  static RunRecord pinned(RunRecord r, String profile, Digest policy) {
    return new RunRecord(
        r.format(),
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
        r.startedAt(),
        r.opening());
  }

  static RunRecord based(RunRecord r, GitId base) {
    return new RunRecord(
        r.format(),
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
        r.startedAt(),
        r.opening());
  }

  static CallIntended intent(String callId, Scenario run) {
    return run.events.stream()
        .filter(CallIntended.class::isInstance)
        .map(CallIntended.class::cast)
        .filter(e -> e.callId().equals(callId))
        .findFirst()
        .orElseThrow();
  }

  static boolean isCommand(CallIntended e) {
    return e.op().equals("exec.run");
  }

  static CallIntended withKey(CallIntended e, Optional<String> key) {
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

  static CallIntended withDecision(CallIntended e, Decision decision) {
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

  static CallIntended withReference(CallIntended e, CallRequest.Reference request) {
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        e.key(),
        e.op(),
        request,
        e.requestSha256(),
        e.decision(),
        e.isolation());
  }

  private static Json.Obj inline(CallRequest request) {
    return switch (request) {
      case CallRequest.Inline(Json.Obj whole) -> whole;
      case CallRequest.Reference reference -> throw new IllegalStateException("" + reference);
    };
  }

  static CallIntended withRequest(CallIntended e, String name, Json value) {
    TreeMap<String, Json> members = new TreeMap<>(inline(e.request()).members());
    members.put(name, value);
    return new CallIntended(
        e.at(),
        e.callId(),
        e.actor(),
        e.fence(),
        e.key(),
        e.op(),
        new CallRequest.Inline(new Json.Obj(members)),
        e.requestSha256(),
        e.decision(),
        e.isolation());
  }

  static CallIntended isolated(CallIntended e, Optional<IsolationRecord> isolation) {
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

  static CallEnded withAnswer(CallEnded e, String name, Json value) {
    TreeMap<String, Json> members = new TreeMap<>(e.answer().members());
    members.put(name, value);
    return new CallEnded(
        e.at(), e.callId(), e.status(), new Json.Obj(members), e.paths(), e.contents());
  }

  static CallEnded withPaths(CallEnded e, UnaryOperator<PathOutcome> edit) {
    return new CallEnded(
        e.at(),
        e.callId(),
        e.status(),
        e.answer(),
        e.paths().stream().map(edit).toList(),
        e.contents());
  }

  static PathOutcome decided(PathOutcome p, Decision decision) {
    return new PathOutcome(
        p.path(), p.disposition(), decision, p.before(), p.after(), p.approvalId());
  }

  static ApprovalRequested changed(ApprovalRequested e, Change change) {
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

  static ApprovalRequested ruled(
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

  static Tree with(Tree tree, String path, FileVersion version) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
    files.put(TreePath.of(path), version);
    return new Tree(files);
  }

  static String hex(String content) {
    return Digest.of(content.getBytes(UTF_8)).hex();
  }
}
