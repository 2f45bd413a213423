package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which content a run folder must hold because its events or reports rely on it: before and after
 * of what was committed or held (promise C4), requests that are kept as blobs, and whatever a
 * member {@code blobSha256} or {@code reportSha256} names. Content of no bytes is never asked for;
 * a submodule has none.
 */
public final class ContentReferences {
  private static final Digest NOTHING = Digest.of(new byte[0]);
  private static final Set<String> MEMBERS = Set.of("blobSha256", "reportSha256");

  private final Set<Digest> found = new HashSet<>();

  private ContentReferences() {}

  /** What the event relies on. A request that was not kept is not asked for. */
  public static Set<Digest> of(Event event) {
    ContentReferences references = new ContentReferences();
    switch (event) {
      case Event.CallEnded ended -> {
        ended.paths().forEach(references::outcome);
        references.named(ended.answer());
      }
      case Event.ApprovalRequested requested -> references.change(requested.approval().change());
      case Event.CallIntended intended -> references.request(intended.request());
      case Event.CallRefused refused -> references.request(refused.request());
      case Event.RunBegun _,
          Event.LeaseTaken _,
          Event.CallConfirmed _,
          Event.CallAborted _,
          Event.ApprovalSettled _,
          Event.ScratchLost _,
          Event.RunSubmitted _,
          Event.RunEnded _ -> {}
    }
    references.found.remove(NOTHING);
    return references.found;
  }

  /** What a report relies on. */
  public static Set<Digest> of(Json.Obj report) {
    ContentReferences references = new ContentReferences();
    references.named(report);
    references.found.remove(NOTHING);
    return references.found;
  }

  private void request(CallRequest request) {
    if (request instanceof CallRequest.Reference reference && reference.kept()) {
      found.add(reference.sha256());
    }
  }

  private void outcome(PathOutcome outcome) {
    if (outcome.disposition() == Disposition.COMMITTED
        || outcome.disposition() == Disposition.HELD) {
      version(outcome.before());
      version(outcome.after());
    }
  }

  private void change(Change change) {
    version(change.before());
    version(change.after());
  }

  private void version(Optional<FileVersion> version) {
    version.filter(v -> v.mode() != FileMode.GITLINK).ifPresent(v -> found.add(v.sha256()));
  }

  private void named(Json value) {
    switch (value) {
      case Json.Obj object -> object.members().entrySet().forEach(this::member);
      case Json.Arr array -> array.values().forEach(this::named);
      case Json.Str _, Json.Int _, Json.Bool _ -> {}
    }
  }

  private void member(Map.Entry<String, Json> member) {
    if (MEMBERS.contains(member.getKey())
        && member.getValue() instanceof Json.Str text
        && Digest.isHex(text.value())) {
      found.add(new Digest(text.value()));
    } else {
      named(member.getValue());
    }
  }
}
