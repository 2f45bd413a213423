package dev.gatehouse.gates.folder;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.profile.Profile;

/** The policy is the one that the run pinned, and every call is one that it opens. */
public final class PolicyPinnedGate implements Gate {
  private static final String SNAPSHOT = "data/policy/snapshot.json";

  @Override
  public String name() {
    return "policy-pinned";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    if (!facts.evidence().policySha256().equals(facts.run().policySha256())) {
      log.file(
          FindingCode.POLICY_DIGEST_DIFFERS,
          SNAPSHOT,
          "the run pins another policy; restore the snapshot",
          facts.run().policySha256());
    }
    switch (facts.profile()) {
      case RunHistory.Reading.Broken<Profile> broken ->
          log.file(FindingCode.POLICY_UNREADABLE, SNAPSHOT, broken.why());
      case RunHistory.Reading.Read<Profile>(Profile profile) -> judge(facts, profile, log);
    }
  }

  private static void judge(RunHistory facts, Profile profile, FindingCollector log) {
    if (!profile.name().equals(facts.run().profile())) {
      log.file(
          FindingCode.POLICY_NAME_DIFFERS,
          SNAPSHOT,
          "the run names the profile %s, the snapshot is %s"
              .formatted(facts.run().profile(), profile.name()));
    }
    Policy policy = facts.policy().orElseGet(() -> new Policy(profile, facts.names()));
    for (JournaledEvent<Event.CallIntended> intent : facts.intents().values()) {
      String op = intent.event().op();
      if (policy.syscall(op).outcome() != Decision.Outcome.ALLOW) {
        log.line(
            FindingCode.SYSCALL_NOT_OPENED,
            intent.line(),
            "the profile does not open %s".formatted(op));
      }
    }
    ClosureCheck.check(facts, profile, log);
    log.note("profile %s".formatted(profile.name()));
  }
}
