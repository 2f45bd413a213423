package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a journal costs the page, however long the journal is. */
class JournalIndexTests {
  private static final int LINES = 4000;
  private static final int LINE_BYTES = 8192;
  private static final long PAGE_BYTES = 64 * 1024;

  @TempDir Path directory;

  @Test
  void aPageOfALargeJournalCostsThePage() throws IOException {
    JournalIndex index = JournalIndex.of(journal());
    assertThat(index.size()).isEqualTo(LINES);
    page(index, 0);

    for (int from : new int[] {0, LINES / 2, LINES - 1}) {
      assertThat(allocated(() -> page(index, from))).isLessThan(32 * PAGE_BYTES);
    }
  }

  @Test
  void theIndexItselfHoldsNoLine() throws IOException {
    Path file = journal();
    JournalIndex.of(file);

    assertThat(allocated(() -> JournalIndex.of(file))).isLessThan(1 << 20);
    assertThat(Files.size(file)).isGreaterThan(31 << 20);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() throws IOException {
    JournalIndex index = JournalIndex.of(journal());
    int next = 0;
    while (next < index.size()) {
      var lines = index.lines(next, 500, PAGE_BYTES);
      assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(8);
      for (var line : lines) {
        assertThat(line.integer("seq")).isEqualTo(next++);
      }
    }
    assertThat(index.lines(next, 500, PAGE_BYTES)).isEmpty();
  }

  @Test
  void aLineThatIsLargerThanThePageComesAlone() throws IOException {
    JournalIndex index = JournalIndex.of(journal());

    assertThat(index.lines(7, 500, 1)).hasSize(1);
    assertThat(index.lines(7, 2, Long.MAX_VALUE)).hasSize(2);
  }

  @Test
  void whatIsNoJournalIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("bad"), "{}\n\u0000\n[1]\n{\"a\":1e9}\ntorn");
    JournalIndex index = JournalIndex.of(file);

    assertThat(index.size()).isEqualTo(4);
    assertThat(index.lines(0, 1, 10)).hasSize(1);
    for (int seq = 1; seq < index.size(); seq++) {
      int from = seq;
      assertThatThrownBy(() -> index.lines(from, 1, 10)).isInstanceOf(JsonFormatException.class);
    }
    Files.writeString(file, "{}\n");
    assertThatThrownBy(() -> index.lines(2, 1, 10)).isInstanceOf(JsonFormatException.class);
  }

  private static void page(JournalIndex index, int from) throws IOException {
    index.lines(from, 500, PAGE_BYTES);
  }

  private Path journal() throws IOException {
    Path file = directory.resolve("journal.jsonl");
    String text = "x".repeat(LINE_BYTES);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int seq = 0; seq < LINES; seq++) {
        out.write(("{\"seq\":" + seq + ",\"text\":\"" + text + "\"}\n").getBytes(UTF_8));
      }
    }
    return file;
  }

  /** Work that may fail. */
  private interface Act {
    void run() throws IOException;
  }

  /** Bytes that this thread allocated meanwhile. */
  private static long allocated(Act act) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    act.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
