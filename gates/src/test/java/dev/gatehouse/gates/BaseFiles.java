package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.closure.BaseClosure;
import dev.gatehouse.policy.decision.ProfileClosure;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The files of a scenario's base, and what its policy takes because of them. */
final class BaseFiles {
  private static final String LINK = "link:";

  private BaseFiles() {}

  /** A profile of the golden runs. */
  static Profile profile(String name) {
    try (InputStream in = BaseFiles.class.getResourceAsStream(name)) {
      return ProfileLoader.load(name, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A link to what a content says after {@code link:}, or a file of that content. */
  static FileVersion version(String content) {
    return FileVersion.of(
        content.startsWith(LINK) ? FileMode.SYMLINK : FileMode.REGULAR, bytes(content));
  }

  /** What the base holds of such a content. */
  static byte[] bytes(String content) {
    return (content.startsWith(LINK) ? content.substring(LINK.length()) : content).getBytes(UTF_8);
  }

  static BaseClosure closure(Scenario run) {
    return ProfileClosure.of(
        run.profile,
        NameRules.CURRENT,
        run.base,
        version -> Objects.requireNonNull(run.texts.get(version.sha256().hex())));
  }

  /** The base as the plan runs on it. */
  static Tree judged(Scenario run) {
    return VerifiedTree.of(
            run.profile.verification(),
            NameRules.CURRENT,
            closure(run).closure(),
            run.base,
            run.base,
            Map.of())
        .tree();
  }

  static RunTerms terms(Scenario run, Json.Obj policy) {
    if (!run.format.includes(FormatVersion.TWO)) {
      return RunTerms.of(policy);
    }
    BaseClosure closure = closure(run);
    Json.Obj document = closure.closure().toJson();
    return new RunTerms(policy, run.recordedClosure.apply(document), closure.blobs());
  }

  /** The events, the first of which names the closure. */
  static List<Event> begun(List<Event> events, RunTerms terms) {
    List<Event> all = new ArrayList<>(events);
    Optional<Digest> closure = terms.closure().map(document -> Digest.of(document.canonical()));
    if (all.getFirst() instanceof Event.RunBegun begun) {
      all.set(0, new Event.RunBegun(begun.at(), begun.agent(), closure));
    }
    return all;
  }
}
