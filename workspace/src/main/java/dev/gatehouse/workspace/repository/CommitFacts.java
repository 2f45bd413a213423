package dev.gatehouse.workspace.repository;

import java.time.Instant;

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
}
