package dev.gatehouse.workspace.repository;

import java.time.Instant;

/** Facts of commits in tests. */
final class Commits {
  private Commits() {}

  static CommitFacts facts(String message) {
    return new CommitFacts(
        "Gatehouse", "gatehouse@localhost", Instant.parse("2026-01-02T03:04:05Z"), message);
  }
}
