package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Drops the objects of a mirror that no ref reaches any more: neither what the origin had and has
 * no longer, nor what a run had pinned. A file says that there are none; it is removed before refs
 * are, so that a crash forgets nothing.
 */
record Pruning(Git git, Path directory) {
  private static final String WHOLE = "gatehouse-pruned";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Whether objects may lie in the mirror that no ref reaches. */
  boolean isDue() {
    return !Files.exists(directory.resolve(WHOLE));
  }

  /**
   * Makes a change of refs after which some objects may have no name.
   *
   * @param former the objects that refs name no longer
   * @param added the objects that the change adds; they have no names if it fails
   */
  void around(Collection<GitId> former, Collection<GitId> added, Runnable change) {
    if (former.isEmpty() && added.isEmpty()) {
      change.run();
      return;
    }
    boolean wasDue = isDue();
    expect();
    change.run();
    if (!wasDue && (former.isEmpty() || !losesAny(new TreeSet<>(former)))) {
      done();
    }
  }

  /** Whether one of these is a tag's object, or a commit that no ref reaches. */
  private boolean losesAny(Set<GitId> former) {
    StringBuilder ids = new StringBuilder();
    former.forEach(id -> ids.append(id).append('\n'));
    byte[] input = ids.toString().getBytes(ISO_8859_1);
    byte[] types = git.run(input, "cat-file", "--batch-check=%(objecttype)");
    boolean others = !new String(types, ISO_8859_1).lines().allMatch("commit"::equals);
    return others
        || git.run(input, "rev-list", "--max-count=1", "--stdin", "--not", "--all").length > 0;
  }

  /** Drops them; the caller is alone with the mirror. */
  void run() {
    git.runWithin(LIMIT, "repack", "-a", "-d", "-l", "-q", "-n", "--no-write-bitmap-index");
    git.runWithin(LIMIT, "prune", "--expire=now");
    done();
  }

  private void expect() {
    try {
      if (Files.deleteIfExists(directory.resolve(WHOLE))) {
        DurableFs.local().forceDirectory(directory);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Says that every object has a name; need not be durable, since it is only done again. */
  void done() {
    try {
      Files.write(directory.resolve(WHOLE), new byte[0]);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static RepositoryException unwritable(IOException e) {
    return new RepositoryException(
        WorkspaceErrorCode.STORAGE_FAILED,
        "the gateway's copy of the repository cannot be written",
        String.valueOf(e.getMessage()));
  }
}
