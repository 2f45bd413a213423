package dev.gatehouse.controlplane.approvals;

import dev.gatehouse.controlplane.approvals.ProposalDiff.Shown;
import dev.gatehouse.controlplane.work.WorkException;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Diffs of proposals, computed in the {@link WorkPool}: once for all who ask at the same time, and
 * kept for those who ask later, within a bound of characters.
 */
final class ProposalDiffs {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Which part of which proposal. */
  private record Key(Digest proposal, int part) {}

  /** Gives the content of a version that an approval names. */
  interface Contents {
    byte[] content(Approval approval, FileVersion version);
  }

  private final Contents contents;
  private final WorkPool pool;
  private final long mostCharacters;
  private final Map<Key, CompletableFuture<Shown>> running = new ConcurrentHashMap<>();
  private final Map<Key, Shown> kept = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private long characters;

  /**
   * Diffs of proposals with these contents.
   *
   * @param mostCharacters characters that are kept, at most
   */
  ProposalDiffs(Contents contents, WorkPool pool, long mostCharacters) {
    this.contents = contents;
    this.pool = pool;
    this.mostCharacters = mostCharacters;
  }

  /**
   * A part of the diff of a proposal.
   *
   * @param part 1 is the first
   * @throws WorkException if it cannot be computed in time
   */
  Shown part(Approval approval, int part) {
    Key key = new Key(approval.proposalSha256(), part);
    Optional<Shown> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    CompletableFuture<Shown> mine = new CompletableFuture<>();
    CompletableFuture<Shown> other = running.putIfAbsent(key, mine);
    return other == null ? computed(approval, key, mine) : awaited(other);
  }

  private Shown computed(Approval approval, Key key, CompletableFuture<Shown> mine) {
    try {
      // Another call may have finished since this one looked.
      Optional<Shown> known = known(key);
      if (known.isPresent()) {
        mine.complete(known.get());
        return known.get();
      }
      ProposalDiff diff =
          new ProposalDiff(approval.change(), version -> contents.content(approval, version));
      Shown shown = pool.call("the diff of an approval", DEADLINE, () -> diff.part(key.part()));
      keep(key, shown);
      mine.complete(shown);
      return shown;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(key, mine);
    }
  }

  /** The computation has a deadline, so that this ends too. */
  private static Shown awaited(CompletableFuture<Shown> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private Optional<Shown> known(Key key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key));
    }
  }

  private void keep(Key key, Shown shown) {
    synchronized (kept) {
      Shown former = kept.put(key, shown);
      characters += shown.text().length() - (former == null ? 0 : former.text().length());
      Iterator<Shown> eldest = kept.values().iterator();
      while (characters > mostCharacters && eldest.hasNext()) {
        characters -= eldest.next().text().length();
        eldest.remove();
      }
    }
  }
}
