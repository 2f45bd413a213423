package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTests {
  private static final Digest GENESIS = Digest.of("genesis".getBytes(UTF_8));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("journal.jsonl");
  }

  @Test
  void chainsEachLineToTheOneBefore() throws IOException {
    try (JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS)) {
      assertThat(journal.append(entry("a")).seq()).isZero();
      assertThat(journal.append(entry("b")).seq()).isOne();
      journal.force();
    }
    String first = "{\"prev\":\"" + GENESIS + "\",\"seq\":0,\"text\":\"a\"}";
    String second =
        "{\"prev\":\"" + Digest.of(first.getBytes(UTF_8)) + "\",\"seq\":1,\"text\":\"b\"}";
    assertThat(file).hasContent(first + "\n" + second + "\n");
  }

  @Test
  void refusesALineThatDoesNotContinueTheChain() {
    HashChain chain = HashChain.from(GENESIS);
    byte[] line = chain.line(entry("a"));
    assertThat(chain.read(line).string("text")).isEqualTo("a");
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> chain.after(line).read(line))
        .withMessageContaining("seq");
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> HashChain.from(Digest.of(line)).read(line))
        .withMessageContaining("prev");
  }

  @Test
  void manyThreadsShareForcesAndLoseNothing() throws Exception {
    FailingFs counting = new FailingFs();
    int threads = 16;
    int each = 50;
    try (JournalFile journal = JournalFile.create(counting, file, GENESIS);
        var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "thread-" + t;
        running.add(
            pool.submit(() -> {
              for (int i = 0; i < each; i++) {
                journal.append(entry(name + "-" + i));
                journal.force();
              }
            }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    }
    List<Json.Obj> lines = recover(new ByteArrayOutputStream()).lines();
    assertThat(lines).hasSize(threads * each);
    assertThat(counting.forces()).isLessThanOrEqualTo(threads * each + 1);
    for (int t = 0; t < threads; t++) {
      String prefix = "thread-" + t + "-";
      assertThat(lines.stream().map(l -> l.string("text")).filter(s -> s.startsWith(prefix)))
          .hasSize(each)
          .startsWith(prefix + 0)
          .endsWith(prefix + (each - 1));
    }
  }

  @Test
  void anInterruptedThreadDoesNotBreakTheJournalOfTheOthers() throws IOException {
    try (JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS)) {
      Thread.currentThread().interrupt();
      journal.append(entry("a"));
      journal.force();
      DurableFs.local().forceDirectory(directory);
      assertThat(Thread.interrupted()).isTrue();
      journal.append(entry("b"));
      journal.force();
    }
    assertThat(recover(new ByteArrayOutputStream()).lines()).hasSize(2);
  }

  @Test
  void aFailedForceIsFinal() throws IOException {
    FailingFs failing = new FailingFs();
    try (JournalFile journal = JournalFile.create(failing, file, GENESIS)) {
      journal.append(entry("a"));
      failing.failForces(true);
      assertThatExceptionOfType(JournalWriteException.class).isThrownBy(journal::force);
      failing.failForces(false);
      assertThatExceptionOfType(JournalWriteException.class).isThrownBy(journal::force);
      assertThatExceptionOfType(JournalWriteException.class)
          .isThrownBy(() -> journal.append(entry("b")));
    }
  }

  @Test
  void whatEvidenceMayNotHoldIsNotWritten() throws IOException {
    try (JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS)) {
      assertThatExceptionOfType(JsonFormatException.class)
          .isThrownBy(() -> journal.append(Json.object().put("seq", 7).build()));
      journal.append(entry("a"));
    }
    assertThat(recover(new ByteArrayOutputStream()).lines()).hasSize(1);
  }

  /** Every prefix of the last three lines: whole lines stay, the torn one is kept and cut off. */
  @Test
  void recoversFromATearAtEveryByte() throws IOException {
    try (JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS)) {
      for (String text : List.of("one", "two", "three", "four")) {
        journal.append(entry(text));
      }
    }
    byte[] whole = Files.readAllBytes(file);
    int firstLine = 1 + new String(whole, UTF_8).indexOf('\n');
    for (int length = firstLine; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      Recovered recovered = recover(tail);
      byte[] left = Files.readAllBytes(file);
      assertThat(recovered.lines()).hasSize(countLines(whole, length));
      assertThat(left.length + tail.size()).isEqualTo(length);
      try (JournalFile journal = recovered.journal()) {
        assertThat(journal.append(entry("next")).seq()).isEqualTo(recovered.lines().size());
        journal.force();
      }
      assertThat(recover(new ByteArrayOutputStream()).lines())
          .hasSize(recovered.lines().size() + 1);
    }
  }

  /** What a power cut leaves: blocks of zeros, with or without the rest of the line behind them. */
  @Test
  void aTailWithBlocksThatDidNotReachTheDiskIsCutOff() throws IOException {
    byte[] whole = written("one");
    byte[] line =
        new String(written("one", "x".repeat(8000)), UTF_8).split("\n", -1)[1].getBytes(UTF_8);
    byte[] hole = Arrays.copyOf(line, line.length + 1);
    hole[line.length] = '\n';
    Arrays.fill(hole, 1000, 5096, (byte) 0);
    for (byte[] tail :
        List.of(new byte[512], hole, concat(new byte[4096], "x\"}\n".getBytes(UTF_8)))) {
      Files.write(file, concat(whole, tail));
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      assertThat(recover(kept).lines()).hasSize(1);
      assertThat(kept.toByteArray()).isEqualTo(tail);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  /** No crash leaves a whole line that does not chain: somebody changed the journal. */
  @Test
  void aWholeLineThatDoesNotContinueTheChainIsRefusedAndNothingIsCut() throws IOException {
    byte[] whole = written("one", "two", "three");
    String text = new String(whole, UTF_8);
    List<String> lines = text.lines().toList();
    byte[] zeros = new byte[4096];
    List<byte[]> changed =
        List.of(
            text.replace("\"one\"", "\"One\"").getBytes(UTF_8),
            text.replace("\"two\"", "\"Two\"").getBytes(UTF_8),
            (lines.get(0) + "\n" + lines.get(2) + "\n").getBytes(UTF_8),
            (lines.get(0) + "\n" + lines.get(2) + "\n" + lines.get(1) + "\n").getBytes(UTF_8),
            (text + lines.get(2) + "\n").getBytes(UTF_8),
            (text + "\n").getBytes(UTF_8),
            (text + "{}\n").getBytes(UTF_8),
            text.replace("\"two\"", "\"two\" ").getBytes(UTF_8),
            text.replace("\"seq\":1", "\"seq\":7").getBytes(UTF_8),
            concat(
                (lines.get(0) + "\n").getBytes(UTF_8),
                zeros,
                (lines.get(2) + "\n").getBytes(UTF_8),
                (lines.get(2) + "\n").getBytes(UTF_8)),
            concat(whole, "half {}\n".getBytes(UTF_8), zeros));
    for (byte[] bytes : changed) {
      Files.write(file, bytes);
      assertThatExceptionOfType(JsonFormatException.class)
          .as(new String(bytes, UTF_8))
          .isThrownBy(() -> recover(new ByteArrayOutputStream()))
          .withMessageContaining("chain");
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
  }

  @Test
  void whatARecoveryKeepsIsWrittenAgainSoThatItsForceCoversIt() throws IOException {
    byte[] kept = new byte[5 * 1024 * 1024 + 7];
    new java.util.SplittableRandom(1).nextBytes(kept);
    Path large = file.resolveSibling("large");
    Files.write(large, kept);
    Files.write(large, new byte[1000], java.nio.file.StandardOpenOption.APPEND);
    long before = writtenByThisProcess();
    try (DurableFs.Output output = DurableFs.local().continueAt(large, kept.length)) {
      output.write(new byte[] {1});
      output.force();
    }
    assertThat(writtenByThisProcess() - before).isGreaterThan(kept.length);
    byte[] now = Files.readAllBytes(large);
    assertThat(now).hasSize(kept.length + 1).startsWith(kept).endsWith((byte) 1);
  }

  private static long writtenByThisProcess() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("wchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
        .findFirst()
        .orElseThrow();
  }

  private byte[] written(String... texts) throws IOException {
    Files.deleteIfExists(file);
    try (JournalFile journal = JournalFile.create(DurableFs.local(), file, GENESIS)) {
      for (String text : texts) {
        journal.append(entry(text));
      }
    }
    return Files.readAllBytes(file);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** What a recovery found. */
  private record Recovered(JournalFile journal, List<Json.Obj> lines) {}

  private Recovered recover(ByteArrayOutputStream tail) throws IOException {
    List<Json.Obj> lines = new ArrayList<>();
    JournalFile journal =
        JournalFile.recover(
            DurableFs.local(),
            file,
            GENESIS,
            (line, members) -> lines.add(members),
            torn -> {
              try (InputStream in = torn.open()) {
                in.transferTo(tail);
              }
            });
    return new Recovered(journal, lines);
  }

  private static Json.Obj entry(String text) {
    return Json.object().put("text", text).build();
  }

  private static int countLines(byte[] bytes, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
