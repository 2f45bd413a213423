package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of events is bounded, whatever the events are, and the pages together are the journal. */
class EventPagesTests {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path directory;

  @Test
  void aPageHasAtMostFiveHundredEvents() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1201; i++) {
      events.add(refusal("x"));
    }
    assertThat(sizes(events)).containsExactly(500, 500, 201);
  }

  @Test
  void aPageHasAtMostOneMebibyte() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(refusal("x".repeat(100_000)));
    }
    assertThat(sizes(events)).containsExactly(10, 10, 10);
  }

  @Test
  void anEventLargerThanAPageComesAloneWithItsLargeMembersByDigest() throws IOException {
    String reason = "x".repeat(3 << 20);
    List<Event> events = List.of(refusal("a"), refusal(reason), refusal("b"));

    assertThat(sizes(events)).containsExactly(1, 1, 1);
    Json.Obj large = page(events, 0).objects("events").getFirst();
    assertThat(large.object("reason").integer("omittedBytes")).isEqualTo(reason.length() + 2);
    assertThat(large.object("reason").string("omittedSha256"))
        .isEqualTo(Digest.of(("\"" + reason + "\"").getBytes(UTF_8)).hex());
  }

  @Test
  void behindTheLastEventIsAnEmptyPage() throws IOException {
    List<Event> events = List.of(refusal("a"));
    for (long after : new long[] {0, 1, 500, Integer.MAX_VALUE, (1L << 53) - 1}) {
      Json.Obj page = page(events, after);
      assertThat(page.objects("events")).isEmpty();
      assertThat(page.integer("last")).isEqualTo(after);
      assertThat(new EventPages().of(journal(events), after)).isEqualTo(page);
    }
  }

  /** Sizes of the pages, which are the same for an open and a sealed run, and bounded. */
  private List<Integer> sizes(List<Event> events) throws IOException {
    EventPages pages = new EventPages();
    Path journal = journal(events);
    List<Integer> sizes = new ArrayList<>();
    long after = -1;
    while (after + 1 < events.size()) {
      Json.Obj page = EventPages.of(JournalIndex.of(journal), after);
      assertThat(pages.of(journal, after)).isEqualTo(page);
      assertThat(page.canonical()).hasSizeLessThan(EventPages.MAX_BYTES + 64 * 1024);
      List<Json.Obj> shown = page.objects("events");
      assertThat(shown.getFirst().integer("seq")).isEqualTo(after + 1);
      assertThat(page.integer("last")).isEqualTo(after + shown.size());
      after = page.integer("last");
      sizes.add(shown.size());
    }
    return sizes;
  }

  private Json.Obj page(List<Event> events, long after) throws IOException {
    return EventPages.of(JournalIndex.of(journal(events)), after);
  }

  private Path journal(List<Event> events) throws IOException {
    HashChain chain = HashChain.from(Digest.of(new byte[0]));
    StringBuilder lines = new StringBuilder();
    for (Event event : events) {
      byte[] line = chain.line(EventCodec.write(event).build());
      chain = chain.after(line);
      lines.append(new String(line, UTF_8)).append('\n');
    }
    return Files.writeString(directory.resolve("journal.jsonl"), lines);
  }

  private static Event refusal(String reason) {
    return new Event.CallRefused(
        AT,
        "call",
        "agent:worker",
        "file.read",
        "POLICY_DENIED",
        reason,
        new CallRequest.Inline(Json.object().build()),
        Optional.empty());
  }
}
