package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.JournalLine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an open folder holds in memory of the events in its journal: where inline content is, and
 * sums.
 */
final class WrittenEvents {
  private final ContentIndex contents;
  private final AtomicLong requestBytes = new AtomicLong();
  private volatile boolean ended;

  WrittenEvents(Path folder) {
    this.contents = new ContentIndex(folder);
  }

  void add(Event event, JournalLine line) {
    contents.add(event, line);
    requestBytes.addAndGet(CallRequest.keptBytes(event));
    ended |= event instanceof Event.RunEnded;
  }

  Optional<byte[]> content(Digest sha256) {
    return contents.find(sha256);
  }

  long requestBytes() {
    return requestBytes.get();
  }

  boolean ended() {
    return ended;
  }
}
