package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.pinned;
import static dev.gatehouse.gates.Edits.profile;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.Profile;
import java.util.Optional;
import java.util.Set;

/** Policies that are not what the run pins. */
final class PolicyCases extends CaseList {
  PolicyCases() {
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
}
