package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.RunEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A worker that opens runs, writes, runs commands and submits, again and again, and repeats each
 * call under its key until it is answered. It remembers every answer.
 */
final class LoopClient {
  /**
   * What ends by itself: another call, runs that are being sealed, runs that an operator decides.
   */
  private static final Set<String> LATER =
      Set.of("RUN_BUSY", "TOO_MANY_RUNS", "TOO_MANY_WAITING_RUNS");

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final int MOST_STEPS = 5;

  private final RegisteredRepository site;
  private final int number;
  private final boolean engineEnds;
  private final Random random;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::work);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  private volatile boolean finishing;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Call last;

  /** What was acknowledged of a file: the run that has it, and the digest of its content. */
  private record Kept(String runId, String path, String sha256) {}

  /** The last answered call of the run that is open. */
  private record Call(OpenedRun run, String key, Function<RunClient, Object> act, Object answer) {}

  /**
   * A worker.
   *
   * @param engineEnds whether the engine may end while it runs a command, which is then run again
   */
  LoopClient(RegisteredRepository site, int number, long seed, boolean engineEnds) {
    this.site = site;
    this.number = number;
    this.engineEnds = engineEnds;
    this.random = new Random(seed);
  }

  void start() {
    thread.start();
  }

  /** Ends after the run that is open. */
  void finish() throws InterruptedException {
    finishing = true;
    thread.join(PATIENCE.multipliedBy(2));
    assertThat(thread.isAlive()).isFalse();
    requireNothingLost();
  }

  void requireNothingLost() {
    Throwable wrong = failure;
    if (wrong != null) {
      throw new AssertionError("client " + number + "\n" + site.gateway().log(), wrong);
    }
  }

  /** Returns when one more of its calls was answered, or when it has failed. */
  void awaitAnswer() {
    int before = answered.get();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (answered.get() == before && failure == null && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    requireNothingLost();
  }

  /** Under how many keys it asked for a run, answered or not. */
  int asked() {
    return asked.get();
  }

  String figures() {
    return "client %d: %d runs, %d changes, %d repeats, %d lost commands"
        .formatted(number, runs.size(), kept.size(), repeated.get(), lost.get());
  }

  /** Every acknowledged file is in the sealed result, unless a later one took its place. */
  void requireFolders() {
    for (Kept file : kept.values()) {
      Tree tree =
          RunEvidence.read(RegisteredRepository.folder(site.awaitSeal(file.runId())))
              .tree()
              .orElseThrow();
      assertThat(tree.file(TreePath.of(file.path())).orElseThrow().sha256().hex())
          .as(file.toString())
          .isEqualTo(file.sha256());
    }
  }

  private void work() {
    try {
      while (!finishing) {
        oneRun();
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void oneRun() {
    RunRequest request = site.request();
    String key = UUID.randomUUID().toString();
    asked.incrementAndGet();
    OpenedRun run = insist(() -> keyed(key).openRun(request));
    assertThat(insist(() -> keyed(key).openRun(request))).isEqualTo(run);
    runs.add(run.runId());
    int steps = 1 + random.nextInt(MOST_STEPS);
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> write(run, "file-%s.txt".formatted(step));
        case 2 -> command(run, "made-%s.txt".formatted(step));
        default -> hold(run);
      }
    }
    last = null;
    var _ = insist(() -> site.agent().inside(run).submit());
  }

  private void write(OpenedRun run, String path) {
    String text = UUID.randomUUID() + "\n" + "x".repeat(random.nextInt(20_000));
    FileChanged answer = (FileChanged) answered(run, client -> client.write(path, "absent", text));
    assertThat(answer.sha256()).contains(Digest.of(text.getBytes(UTF_8)).hex());
    keep(run, path, text);
  }

  private void command(OpenedRun run, String path) {
    String word = UUID.randomUUID().toString();
    CommandRequest command =
        CommandRequest.shell("echo %s > %s; sleep 0.%d".formatted(word, path, random.nextInt(9)));
    CommandAnswer answer = (CommandAnswer) answered(run, client -> client.run(command));
    while (engineEnds && answer.ending().equals("STARTER_LOST")) {
      lost.incrementAndGet();
      assertThat(answer.changes()).noneMatch(change -> change.disposition().equals("COMMITTED"));
      answer = (CommandAnswer) answered(run, client -> client.run(command));
    }
    assertThat(answer.exitCode()).as(answer.toString()).hasValue(0);
    keep(run, path, word + "\n");
  }

  private void hold(OpenedRun run) {
    String text = "test:\n\techo " + UUID.randomUUID() + "\n";
    String path = "tools/%s/Makefile".formatted(UUID.randomUUID());
    Object answer = answered(run, client -> client.write(path, "absent", text));
    assertThat(answer).isNotNull();
  }

  private void keep(OpenedRun run, String path, String text) {
    kept.put(
        run.runId() + "/" + path,
        new Kept(run.runId(), path, Digest.of(text.getBytes(UTF_8)).hex()));
  }

  /** The answer to a call; from time to time the call before is repeated, which changes nothing. */
  private Object answered(OpenedRun run, Function<RunClient, Object> act) {
    String key = UUID.randomUUID().toString();
    Object answer = insist(() -> act.apply(inside(run, key)));
    Call before = last;
    if (before != null && before.run().equals(run)) {
      assertThat(insist(() -> before.act().apply(inside(run, before.key()))))
          .isEqualTo(before.answer());
      repeated.incrementAndGet();
    }
    last = new Call(run, key, act, answer);
    return answer;
  }

  private RunClient inside(OpenedRun run, String key) {
    return keyed(key).inside(run);
  }

  private GatehouseClient keyed(String key) {
    return new GatehouseClient(site.gateway().address(), site.agentToken(), () -> key);
  }

  private <T> T insist(Supplier<T> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        T answer = call.get();
        answered.incrementAndGet();
        return answer;
      } catch (UnreachableException e) {
        requireTime(deadline, e);
      } catch (ProblemException e) {
        if (e.status() != 503 && e.status() != 429 && !LATER.contains(e.code())) {
          throw e;
        }
        requireTime(deadline, e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void requireTime(long deadline, RuntimeException last) {
    if (System.nanoTime() > deadline) {
      throw new AssertionError("no answer for " + PATIENCE, last);
    }
  }
}
