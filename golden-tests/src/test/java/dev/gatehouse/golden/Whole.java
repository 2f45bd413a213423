package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.Reconciliation;
import dev.gatehouse.evidence.check.FolderCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What holds of a gateway whatever happened to it.
 *
 * @param gateway serves
 * @param engine what the engine holds for it
 */
record Whole(Gateway gateway, Engine engine) {
  private static final Set<String> BEHIND = Set.of("R01_ROW_MISSING", "R02_ROW_STALE");
  private static final Duration CLEARED_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  static Whole of(Gateway gateway) {
    return new Whole(gateway, Engine.of(gateway));
  }

  /** The folder of a sealed run is whole by both checks. */
  void requireFolder(RunView sealed) {
    Path folder = RegisteredRepository.folder(sealed);
    assertThat(FolderCheck.check(folder, gateway.trust()).findings()).isEmpty();
    Program script = Product.verifyScript(folder, gateway.trustFile());
    assertThat(script.exitCode()).as(script.output()).isZero();
  }

  /** A row may be missing or behind after a crash, and is put right; nothing else is found. */
  void requireNoAccusation(String when) {
    Reconciliation found = reconcile(when);
    assertThat(found.findings())
        .as(when + "\n" + gateway.log())
        .allMatch(finding -> BEHIND.contains(finding.code()) && finding.repaired());
  }

  private Reconciliation reconcile(String when) {
    try {
      return gateway.operator().reconcile(false);
    } catch (ProblemException e) {
      throw new AssertionError(when + "\n" + gateway.log(), e);
    }
  }

  /** No container, volume, mount, workspace or folder of an open run stays. */
  void requireNothingLeft() {
    long deadline = System.nanoTime() + CLEARED_WITHIN.toNanos();
    while (!left().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    assertThat(left()).as(gateway.log()).isEmpty();
  }

  private List<String> left() {
    List<String> left = new ArrayList<>(engine.containers());
    left.addAll(engine.volumes());
    left.addAll(Engine.mounts(List.of(gateway.data().toString())));
    for (String directory : List.of("workspaces", "staging")) {
      try (Stream<Path> entries = Files.list(gateway.data().resolve(directory))) {
        entries.forEach(entry -> left.add(entry.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return left;
  }
}
