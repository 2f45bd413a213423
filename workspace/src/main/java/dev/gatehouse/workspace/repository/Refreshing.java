package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.git.Git;
import dev.gatehouse.workspace.git.GitProcess;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the refs of a mirror be those of its origin.
 *
 * <p>What a ref of the mirror names is there with its whole history: that was looked at before the
 * ref was written, and objects are dropped only while no ref reaches them. So an object that a ref
 * names already is not looked at again. One that no ref names is looked at even if the mirror has
 * it, since a pruning that was killed may have left it without a part of its history; it is then
 * fetched again. What the disk damages afterwards is found when it is read: MIRROR_DAMAGED,
 * CONTENT_MISMATCH.
 */
record Refreshing(Git mirror, Origin origin, Pruning pruning) {
  /** Does it; the caller has the lock of refs. */
  Optional<OriginHead> run() {
    Map<String, GitId> wanted = origin.refs();
    Map<String, GitId> now =
        RefList.read(
            mirror,
            RefList.MAX_ALL,
            RefNames.HEADS,
            RefNames.TAGS,
            RefNames.ORIGIN_HEAD,
            RefNames.ORIGIN_HEAD_BRANCH);
    Set<GitId> unnamed = new HashSet<>(wanted.values());
    unnamed.removeAll(Set.copyOf(now.values()));
    Set<GitId> former = new HashSet<>(now.values());
    former.removeAll(wanted.values());
    pruning.around(
        former,
        unnamed,
        () -> {
          complete(unnamed.stream().map(GitId::hex).sorted().toList());
          RefList.replace(mirror, now, wanted);
        });
    return OriginHead.of(wanted);
  }

  /** Has the mirror hold everything that these objects of the origin reach. */
  private void complete(List<String> ids) {
    if (!ids.isEmpty() && !connectivity(ids).ok()) {
      Git source = origin.git();
      List<GitId> named = List.copyOf(RefList.read(mirror, RefList.MAX_ALL, "refs/").values());
      source.sendPack(mirror, ids, RefList.present(source, named));
      mirror.require(connectivity(ids));
    }
  }

  /**
   * Fails if something is missing that these objects reach and no ref does: later fetches build on
   * what refs name. The walk ends there, so that it is as long as what is new.
   */
  private GitProcess.Result connectivity(List<String> ids) {
    byte[] input = (String.join("\n", ids) + "\n").getBytes(ISO_8859_1);
    return mirror.tryRun(input, "rev-list", "--objects", "--quiet", "--stdin", "--not", "--all");
  }
}
