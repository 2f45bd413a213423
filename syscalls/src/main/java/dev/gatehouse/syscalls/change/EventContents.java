package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.syscalls.run.OpenRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the contents that an event refers to: small ones ride in the event, larger ones are
 * durable blobs before it is appended.
 */
public final class EventContents {
  /** Bytes that ride in the events of one call; what is beyond becomes blobs. */
  private static final int MAX_INLINE_BYTES = 8 * 1024 * 1024;

  /** Characters of base64 for three bytes. */
  private static final int TEXT_OF_THREE = 4;

  private final OpenRun run;
  private final List<InlineContent> inline = new ArrayList<>();
  private final Set<Digest> seen = new HashSet<>();
  private int inlineBytes;

  public EventContents(OpenRun run) {
    this.run = run;
  }

  public void add(byte[] content) {
    Digest digest = Digest.of(content);
    if (!seen.add(digest) || run.storedContent(digest).isPresent()) {
      return;
    }
    if (content.length <= InlineContent.MAX_BYTES
        && inlineBytes + content.length <= MAX_INLINE_BYTES) {
      inlineBytes += content.length;
      inline.add(new InlineContent(content));
    } else {
      run.folder().putBlob(content);
    }
  }

  /** What the contents of these changes take in the events of one call at most, as text. */
  static long inlineBytes(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += change.before().map(EventContents::inlineBytes).orElse(0L);
      bytes += change.after().map(EventContents::inlineBytes).orElse(0L);
    }
    return Math.min(bytes, TEXT_OF_THREE * (long) MAX_INLINE_BYTES / 3);
  }

  private static long inlineBytes(FileVersion version) {
    return version.size() <= InlineContent.MAX_BYTES ? TEXT_OF_THREE * (version.size() / 3 + 1) : 0;
  }

  /** The small contents since the last call; each rides in one event only. */
  public List<InlineContent> takeInline() {
    List<InlineContent> taken = List.copyOf(inline);
    inline.clear();
    return taken;
  }
}
