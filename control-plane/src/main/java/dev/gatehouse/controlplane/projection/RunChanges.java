package dev.gatehouse.controlplane.projection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Which runs change: their listener reports each change, and followers receive it. Thread-safe. */
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
