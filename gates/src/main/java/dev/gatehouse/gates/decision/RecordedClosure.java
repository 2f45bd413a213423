package dev.gatehouse.gates.decision;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.policy.decision.ProfileClosure;
import dev.gatehouse.policy.profile.Profile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The closure of a profile over the base of a run, from the contents that the run kept of it. */
public final class RecordedClosure {
  private RecordedClosure() {}

  /**
   * Computes it.
   *
   * @param recorded the closure that the run was decided by
   * @throws JsonFormatException if a content that it depends on was not kept, or is not the base's
   * @throws dev.gatehouse.policy.error.ClosureException if it is larger than a closure may be
   */
  public static ControlClosure of(
      RunHistory facts, Profile profile, Tree base, ControlClosure recorded) {
    Map<Digest, byte[]> carried = new HashMap<>();
    recorded.contents().forEach(content -> carried.put(content.sha256(), content.bytes()));
    return ProfileClosure.of(
            profile, facts.names(), base, version -> content(facts, carried, version))
        .closure();
  }

  /** Content of the base: git's id of it is what binds it to the commit. */
  private static byte[] content(
      RunHistory facts, Map<Digest, byte[]> carried, FileVersion version) {
    return Optional.ofNullable(carried.get(version.sha256()))
        .or(() -> facts.content(version.sha256()))
        .filter(bytes -> GitId.ofBlob(bytes).equals(version.gitBlob()))
        .orElseThrow(() ->
            new JsonFormatException(
                "content that the closure was computed from is not there, or is not the base's: "
                    + version.sha256()));
  }
}
