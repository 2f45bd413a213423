package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.git.Git;
import java.util.Map;
import java.util.Optional;

/**
 * What the HEAD of an origin was at when its mirror was refreshed, both of one moment.
 *
 * @param tip the commit
 * @param branch the branch that HEAD named and that was at this commit; none for a detached HEAD
 */
public record OriginHead(GitId tip, Optional<String> branch) {
  /** As the refs of a mirror have it. */
  static Optional<OriginHead> read(Git mirror) {
    return of(
        RefList.read(mirror, RefList.MAX_ALL, RefNames.ORIGIN_HEAD, RefNames.ORIGIN_HEAD_BRANCH));
  }

  /** As these refs have it; one of them has the branch and the commit. */
  static Optional<OriginHead> of(Map<String, GitId> refs) {
    String prefix = RefNames.ORIGIN_HEAD_BRANCH;
    return refs.entrySet().stream()
        .filter(ref -> ref.getKey().startsWith(prefix))
        .findFirst()
        .map(ref ->
            new OriginHead(ref.getValue(), Optional.of(ref.getKey().substring(prefix.length()))))
        .or(() ->
            Optional.ofNullable(refs.get(RefNames.ORIGIN_HEAD))
                .map(tip -> new OriginHead(tip, Optional.empty())));
  }
}
