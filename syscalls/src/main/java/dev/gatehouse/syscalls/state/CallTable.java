package dev.gatehouse.syscalls.state;

import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the calls of a run are in its journal. A call that has ended takes some 24 bytes here if it
 * had a key, and none otherwise. Not safe for threads; guarded by the lock of its {@link RunState}.
 */
public final class CallTable {
  private final Map<String, Intent> unsettled = new LinkedHashMap<>();
  private final Map<String, Long> unconfirmed = new LinkedHashMap<>();
  private final KeyTable byKey = new KeyTable();

  private record Intent(long seq, Optional<String> key, boolean command) {}

  /**
   * A call that used a key.
   *
   * @param intent the {@code seq} of its intent
   * @param outcome that of its outcome, which a call that failed within has not
   */
  public record Keyed(long intent, OptionalLong outcome) {}

  void intended(long seq, CallIntended intent) {
    unsettled.put(intent.callId(), new Intent(seq, intent.key(), intent.isolation().isPresent()));
  }

  void ended(long seq, CallEnded outcome) {
    Intent intent = unsettled.remove(outcome.callId());
    if (intent == null) {
      return;
    }
    intent.key().ifPresent(key -> byKey.put(key, intent.seq() << Integer.SIZE | seq));
    if (intent.command()) {
      unconfirmed.put(outcome.callId(), seq);
    }
  }

  void confirmed(String callId) {
    unconfirmed.remove(callId);
  }

  void aborted(String callId) {
    unsettled.remove(callId);
  }

  /** The call that used this key and was not aborted, if one did. */
  Optional<Keyed> byKey(String key) {
    OptionalLong settled = byKey.find(key);
    if (settled.isPresent()) {
      long both = settled.getAsLong();
      return Optional.of(new Keyed(both >>> Integer.SIZE, OptionalLong.of(both & 0xffff_ffffL)));
    }
    return unsettled.values().stream()
        .filter(intent -> intent.key().filter(key::equals).isPresent())
        .map(intent -> new Keyed(intent.seq(), OptionalLong.empty()))
        .findFirst();
  }

  /** Ids of calls that have an intent and no outcome. */
  List<String> unsettled() {
    return List.copyOf(unsettled.keySet());
  }

  /** The {@code seq} of each outcome of a command whose end the engine has not confirmed. */
  List<Long> unconfirmed() {
    return List.copyOf(unconfirmed.values());
  }
}
