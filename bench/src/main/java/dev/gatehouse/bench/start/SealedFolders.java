package dev.gatehouse.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SealInputs;
import dev.gatehouse.evidence.folder.Sealing;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.report.VerifierReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sealed run folders as the gateway writes them, of runs that did next to nothing: signed, with
 * tree, patch and reports. Directories are to be on a file system whose forces cost nothing.
 */
final class SealedFolders {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Json.Obj POLICY = Json.object().put("name", "default").build();
  private static final Tree TREE =
      new Tree(
          new TreeMap<>(
              Map.of(
                  TreePath.of("a.py"),
                  FileVersion.of(FileMode.REGULAR, "print(1)\n".getBytes(UTF_8)))));
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int TIME_CHARACTERS = 10;
  private static final int BITS = 5;
  private static final int NUMBER_DIGITS = 16;
  private static final int AGENTS = 20;
  private static final int REPOSITORIES = 10;
  private static final int RUNS_OF_A_TASK = 2;

  private final Path staging;
  private final Path runs;
  private final SigningKeys keys;

  /**
   * Folders in {@code directory}.
   *
   * @param keys the directory with the gateway's keys
   */
  SealedFolders(Path directory, Path keys) throws IOException {
    this.staging = Files.createDirectories(directory.resolve("staging"));
    this.runs = Files.createDirectories(directory.resolve("runs"));
    this.keys = SigningKeys.loadOrCreate(keys);
  }

  /** Makes so many, one opened a minute after the other; every second one has failed. */
  void make(int count) {
    for (int number = 0; number < count; number++) {
      make(number, number % 2 == 0 ? SealInputs.Verdict.PASSED : SealInputs.Verdict.FAILED);
    }
  }

  private void make(int number, SealInputs.Verdict verdict) {
    Instant at = FIRST.plus(Duration.ofMinutes(number));
    RunRecord run =
        new RunRecord(
            id(at, number),
            "repository-" + number % REPOSITORIES,
            "task-" + number / RUNS_OF_A_TASK / AGENTS,
            "Do number " + number + ".",
            "main",
            new GitId("1".repeat(40)),
            TREE.gitTree(),
            "default",
            Digest.of(POLICY.canonical()),
            "agent-" + number % AGENTS,
            new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
            "bench",
            at);
    try (OpenFolder folder = OpenFolder.create(staging, run, RunTerms.of(POLICY))) {
      folder.append(new Event.RunBegun(at, run.agent()));
      folder.append(new Event.LeaseTaken(at, run.agent(), 1));
      folder.append(new Event.RunSubmitted(at.plusSeconds(1), "agent:" + run.agent()));
      folder.append(new Event.RunEnded(at.plusSeconds(2), RunStatus.COMPLETED));
      folder.force();
      folder.checkpoint(keys);
      folder.writeData("tree.json", TREE.toJson().canonical());
      folder.writeData("diff.patch", new byte[0]);
      folder.writeData(
          "verifier_report.json",
          new VerifierReport(TREE.gitTree(), TREE.gitTree(), List.of(), List.of())
              .toJson()
              .canonical());
      byte[] gates = gates(verdict);
      folder.writeData("gate_report.json", gates);
      Sealing.seal(
          folder,
          keys,
          new SealInputs(
              RunStatus.COMPLETED,
              verdict,
              Optional.of(Digest.of(gates)),
              Optional.of(TREE.gitTree()),
              at.plusSeconds(3)),
          runs);
    }
  }

  private static byte[] gates(SealInputs.Verdict verdict) {
    Json result =
        Json.object()
            .put("gate", "verification")
            .put("status", verdict == SealInputs.Verdict.PASSED ? "PASS" : "FAIL")
            .put("findings", Json.Arr.ofStrings(List.of()))
            .build();
    return Json.object()
        .put("verdict", verdict.name())
        .put("results", new Json.Arr(List.of(result)))
        .build()
        .canonical();
  }

  /** As the gateway makes them: the time of the opening, and then, in place of chance, a number. */
  private static String id(Instant time, int number) {
    StringBuilder id = new StringBuilder("r-");
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      id.append(
          ALPHABET.charAt((int) (time.toEpochMilli() >>> (i * BITS)) & (ALPHABET.length() - 1)));
    }
    String digits = String.valueOf(number);
    return id + "0".repeat(NUMBER_DIGITS - digits.length()) + digits;
  }
}
