package dev.gatehouse.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The same act by many at once. */
final class Threads {
  private Threads() {}

  /** Returns when all have ended; their failures are recorded where they call. */
  static void atOnce(int number, Runnable act) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon(true)
              .unstarted(() -> {
                try {
                  act.run();
                } catch (dev.gatehouse.client.ProblemException
                    | dev.gatehouse.client.UnreachableException e) {
                  // Recorded where the call was made.
                  assert e.getMessage() != null;
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
