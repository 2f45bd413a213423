package dev.gatehouse.cli.offline;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The smallest sealed run: it was opened and crashed. */
final class CrashedRun {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private CrashedRun() {}

  /**
   * A data directory with keys and one sealed run.
   *
   * @return the sealed folder
   */
  static Path seal(Path data) throws IOException {
    Path staging = Files.createDirectories(data.resolve("staging"));
    Path runs = Files.createDirectories(data.resolve("runs"));
    SigningKeys keys = SigningKeys.loadOrCreate(data.resolve("keys"));
    Profile profile = ProfileLoader.shipped("default");
    try (OpenFolder folder =
        OpenFolder.create(staging, record(profile), RunTerms.of(profile.toJson()))) {
      folder.append(new Event.RunBegun(START, "worker"));
      folder.append(new Event.RunEnded(START.plusSeconds(1), RunStatus.CRASHED));
      folder.force();
      folder.checkpoint(keys);
      SealInputs facts =
          new SealInputs(
              RunStatus.CRASHED,
              SealInputs.Verdict.NONE,
              Optional.empty(),
              Optional.empty(),
              START.plusSeconds(2));
      return Sealing.seal(folder, keys, facts, runs).path();
    }
  }

  private static RunRecord record(Profile profile) {
    return new RunRecord(
        "run-1",
        "calc",
        "task-1",
        "mend the sum",
        "main",
        new GitId("1".repeat(40)),
        new GitId("2".repeat(40)),
        profile.name(),
        profile.sha256(),
        "worker",
        new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
        "0.1.0",
        START);
  }
}
