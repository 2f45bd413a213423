package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.journal.Event.LeaseTaken;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes the lease of a run that does nothing else meanwhile. */
final class LeaseTaking {
  private LeaseTaking() {}

  /** The lease that was taken under this key, now or before. */
  static LeaseTaken take(OpenRun run, String agent, Identifier key) {
    OptionalLong former = run.ledger().leaseByKey(key.text());
    if (former.isPresent()) {
      return (LeaseTaken) run.folder().events().get(Math.toIntExact(former.getAsLong()));
    }
    JournalRoom.requireForLease(run);
    boolean keyed = run.record().format().includes(FormatVersion.TWO);
    LeaseTaken taken =
        new LeaseTaken(
            run.now(),
            agent,
            run.ledger().fence() + 1,
            keyed ? Optional.of(key.text()) : Optional.empty());
    run.append(taken);
    run.lease().take(taken.fence());
    run.force();
    return taken;
  }
}
