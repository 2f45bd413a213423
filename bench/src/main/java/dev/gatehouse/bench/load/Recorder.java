package dev.gatehouse.bench.load;

import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.UnreachableException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Takes the time of calls. Thread-safe. */
final class Recorder {
  private final long began = System.nanoTime();
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

  /** Makes the call; its failure is recorded and thrown. */
  <T> T timed(String party, String act, Supplier<T> call) {
    long start = System.nanoTime();
    String outcome = Sample.UNANSWERED;
    try {
      T answer = call.get();
      outcome = Sample.OK;
      return answer;
    } catch (ProblemException problem) {
      outcome = problem.code();
      throw problem;
    } catch (UnreachableException e) {
      outcome = Sample.UNANSWERED;
      throw e;
    } finally {
      add(party, act, start, outcome);
    }
  }

  void add(String party, String act, long startNanos, String outcome) {
    long now = System.nanoTime();
    samples.add(
        new Sample(
            (startNanos - began) / 1_000_000, party, act, (now - startNanos) / 1_000_000, outcome));
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }
}
