package dev.gatehouse.controlplane.projection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes on which runs changed: open runs say so here, and followers hear of it. Thread-safe. */
public final class RunChanges {
  private final List<Consumer<String>> followers = new CopyOnWriteArrayList<>();

  /** From now on {@code follower} is given the id of each run that changes; it returns at once. */
  public void follow(Consumer<String> follower) {
    followers.add(follower);
  }

  /** A run's journal has grown, or its folder was sealed. */
  public void changed(String runId) {
    followers.forEach(each -> each.accept(runId));
  }
}
