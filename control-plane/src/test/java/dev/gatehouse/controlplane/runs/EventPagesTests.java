package dev.gatehouse.controlplane.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.work.WorkException;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.EventCodec;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.journal.JournalIndex;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of events is bounded, whatever the events are, and the pages together are the journal. */
class EventPagesTests {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private static final AnswerMemory PLENTY = bytes -> {};

  private final WorkPool pool = new WorkPool(1, 1);

  @TempDir Path directory;

  @AfterEach
  void close() {
    pool.close();
  }

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
      assertThat(new EventPages(pool).of(journal(events), after, PLENTY)).isEqualTo(page);
    }
  }

  @Test
  void membersOfALargeEventThatAreNotShownDoNotCount() throws IOException {
    List<Event> events =
        List.of(new Event.ApprovalRequested(AT, approval(), contents(500)), refusal("a"));

    Json.Obj shown = page(events, -1).objects("events").getFirst();
    assertThat(JournalIndex.of(journal(events)).length(0)).isGreaterThan(EventPages.MAX_BYTES);
    assertThat(shown.members().keySet()).doesNotContain("contents", "prev");
    assertThat(shown.object("approval")).isEqualTo(approval().toJson());
    assertThat(sizes(events)).containsExactly(1, 1);
  }

  @Test
  void memoryIsTakenBeforeAPageIsReadAndNeverForMoreThanAPage() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(refusal("x".repeat(100_000)));
    }
    Path journal = journal(events);
    AtomicLong taken = new AtomicLong();
    EventPages.of(JournalIndex.of(journal), -1, taken::set);
    assertThat(taken.get()).isBetween(2_000_000L, 2L * EventPages.MAX_BYTES);

    ApiException none = new ApiException(ApiErrorCode.OVERLOADED, "no memory", "again");
    JournalIndex index = JournalIndex.of(journal);
    Files.delete(journal);
    assertThatThrownBy(() -> EventPages.of(index, -1, refusing(none))).isSameAs(none);
  }

  @Test
  void anEventForWhichThereIsNeverMemoryIsRefusedWithTheWayBehindIt() throws IOException {
    List<Event> events = List.of(refusal("a"), refusal("x".repeat(3 << 20)), refusal("b"));
    SyscallException never =
        new SyscallException(WorkspaceErrorCode.TOO_LARGE, "too much", "ask for less");
    JournalIndex index = JournalIndex.of(journal(events));
    AnswerMemory little =
        bytes -> {
          if (bytes > 1 << 20) {
            throw never;
          }
        };
    SyscallException refused =
        catchThrowableOfType(SyscallException.class, () -> EventPages.of(index, 0, little));
    assertThat(refused.code().name()).isEqualTo("TOO_LARGE");
    assertThat(refused.next()).contains("after=1");
    assertThat(EventPages.of(index, 1, little).objects("events")).hasSize(1);
  }

  @Test
  void theIndexOfASealedJournalIsMadeInThePoolAndKept() throws IOException {
    Path journal = journal(List.of(refusal("a")));
    EventPages pages = new EventPages(pool);
    Json.Obj page = pages.of(journal, -1, PLENTY);
    pool.close();

    assertThat(pages.of(journal, -1, PLENTY)).isEqualTo(page);
    WorkException refused =
        catchThrowableOfType(
            WorkException.class, () -> new EventPages(pool).of(journal, -1, PLENTY));
    assertThat(refused.code()).isEqualTo(ApiErrorCode.OVERLOADED);
  }

  @Test
  void theIndexOfASealedJournalHasADeadline() throws Exception {
    Path journal = journal(List.of(refusal("a")));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    Callable<Boolean> lasting =
        () -> {
          begun.countDown();
          return busy.await(1, TimeUnit.MINUTES);
        };
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Boolean> work = other.submit(() -> pool.call("work", Duration.ofMinutes(1), lasting));
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      WorkException refused =
          catchThrowableOfType(
              WorkException.class,
              () -> new EventPages(pool, Duration.ofMillis(50)).of(journal, -1, PLENTY));
      busy.countDown();
      assertThat(refused.code()).isEqualTo(ApiErrorCode.WORK_TIMED_OUT);
      assertThat(work.get(1, TimeUnit.MINUTES)).isTrue();
      assertThat(new EventPages(pool).of(journal, -1, PLENTY).objects("events")).hasSize(1);
    }
  }

  private static AnswerMemory refusing(RuntimeException refusal) {
    return bytes -> {
      throw refusal;
    };
  }

  private static Approval approval() {
    return new Approval(
        "approval",
        "run",
        "call",
        new Change(
            WorkspacePath.parse("a.txt"),
            Optional.empty(),
            Optional.of(FileVersion.of(FileMode.REGULAR, new byte[0]))),
        Digest.of(new byte[0]),
        "rule",
        "OPERATOR",
        "nonce",
        AT,
        AT);
  }

  private static List<InlineContent> contents(int count) {
    List<InlineContent> contents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contents.add(new InlineContent("%4096s".formatted(i).getBytes(UTF_8)));
    }
    return contents;
  }

  /** Sizes of the pages, which are the same for an open and a sealed run, and bounded. */
  private List<Integer> sizes(List<Event> events) throws IOException {
    EventPages pages = new EventPages(pool);
    Path journal = journal(events);
    List<Integer> sizes = new ArrayList<>();
    long after = -1;
    while (after + 1 < events.size()) {
      Json.Obj page = EventPages.of(JournalIndex.of(journal), after, PLENTY);
      assertThat(pages.of(journal, after, PLENTY)).isEqualTo(page);
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
    return EventPages.of(JournalIndex.of(journal(events)), after, PLENTY);
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
