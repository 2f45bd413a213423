package dev.gatehouse.workspace.repository;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Who may touch a mirror: changes of refs wait for each other, and objects are dropped only while
 * nobody reads, moves or writes any.
 */
final class MirrorLock {
  private final ReentrantReadWriteLock objects = new ReentrantReadWriteLock();
  private final ReentrantLock refs = new ReentrantLock();

  /** Until it is closed, by the thread that took it, no object is dropped. */
  Mirror.Hold hold() {
    objects.readLock().lock();
    return objects.readLock()::unlock;
  }

  <T> T whileHeld(Supplier<T> act) {
    try (Mirror.Hold _ = hold()) {
      return act.get();
    }
  }

  <T> T changingRefs(Supplier<T> act) {
    return whileHeld(() -> {
      refs.lock();
      try {
        return act.get();
      } finally {
        refs.unlock();
      }
    });
  }

  /** Whether {@code act} was done; it is not while anybody uses the mirror. */
  boolean alone(Runnable act) {
    if (!objects.writeLock().tryLock()) {
      return false;
    }
    try {
      act.run();
      return true;
    } finally {
      objects.writeLock().unlock();
    }
  }
}
