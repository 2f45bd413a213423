package dev.gatehouse.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.workspace.FileOperation.PutFile;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory and a link out of the workspace change places while a file below is read. */
class SwapRaceTests {
  private static final int READS = 40_000;

  @TempDir Path directory;

  @Test
  void neverReadsThroughALinkThatIsSwappedIn() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "outside");
    try (Workspace workspace = Workspace.create(directory.resolve("run"), Owner.ofThisProcess())) {
      workspace.apply(
          List.of(
              new PutFile(TreePath.of("d/f"), false, "inside".getBytes(UTF_8), Optional.empty())));
      Path lower = workspace.lower();
      Files.createSymbolicLink(lower.resolve("link"), outside);
      AtomicBoolean over = new AtomicBoolean();
      Thread swapper = Thread.ofPlatform().start(() -> swap(lower, over));
      WorkspacePath path = WorkspacePath.parse("d/f");
      int guardedOutside = 0;
      int inside = 0;
      int twinOutside = 0;
      for (int i = 0; i < READS; i++) {
        switch (guarded(workspace, path)) {
          case "inside" -> inside++;
          case "outside" -> guardedOutside++;
          default -> {}
        }
        if (unguarded(lower.resolve("d/f")).equals("outside")) {
          twinOutside++;
        }
      }
      over.set(true);
      swapper.join();
      assertThat(guardedOutside).isZero();
      assertThat(inside).isPositive();
      assertThat(twinOutside).isPositive();
    }
  }

  private static void swap(Path lower, AtomicBoolean over) {
    try {
      while (!over.get()) {
        Files.move(lower.resolve("d"), lower.resolve("kept"));
        Files.move(lower.resolve("link"), lower.resolve("d"));
        Files.move(lower.resolve("d"), lower.resolve("link"));
        Files.move(lower.resolve("kept"), lower.resolve("d"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String guarded(Workspace workspace, WorkspacePath path) {
    try {
      return new String(workspace.read(path, 100).bytes(), UTF_8);
    } catch (WorkspaceException e) {
      return e.code().name();
    }
  }

  private static String unguarded(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return "";
    }
  }
}
