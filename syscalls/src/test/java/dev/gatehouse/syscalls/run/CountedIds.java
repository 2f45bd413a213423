package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.IdGenerator;
import java.util.concurrent.atomic.AtomicInteger;

/** Ids that a test can foresee; they differ between instances as long as the runs do. */
final class CountedIds implements IdGenerator {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String run() {
    return "run-" + COUNT.incrementAndGet();
  }

  @Override
  public String call() {
    return "call-" + COUNT.incrementAndGet();
  }

  @Override
  public String approval() {
    return "approval-" + COUNT.incrementAndGet();
  }

  @Override
  public String nonce() {
    return "%032x".formatted(COUNT.incrementAndGet());
  }
}
