package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.git.Git;
import java.time.Instant;
import java.util.Map;

/**
 * What a commit says beside its tree; the same facts make the same commit.
 *
 * @param name name of author and committer, without angle brackets or line breaks
 * @param email their address, without angle brackets or line breaks
 * @param at when, to the second, in UTC
 * @param message the whole message
 */
public record CommitFacts(String name, String email, Instant at, String message) {
  public CommitFacts {
    for (String person : new String[] {name, email}) {
      if (person.isBlank() || person.chars().anyMatch(c -> c < ' ' || c == '<' || c == '>')) {
        throw new IllegalArgumentException("a name or an address of a commit is one plain line");
      }
    }
  }

  /** Writes the commit of a tree that is there. */
  GitId commit(Git git, GitId tree, GitId parent) {
    String date = "@%s +0000".formatted(at.getEpochSecond());
    Git asAuthor =
        git.with(
            Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", email,
                "GIT_AUTHOR_DATE", date,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", email,
                "GIT_COMMITTER_DATE", date));
    byte[] id =
        asAuthor.run(
            message.getBytes(UTF_8), "commit-tree", tree.hex(), "-p", parent.hex(), "-F", "-");
    return new GitId(new String(id, ISO_8859_1).strip());
  }
}
