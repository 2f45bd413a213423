package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A base and a result, and a verifier whose steps run in real containers. */
abstract class VerifierFixture {
  private static final long MIB = 1 << 20;
  private static final SandboxLimits LIMITS =
      new SandboxLimits(512 * MIB, 1000, 64, 64 * MIB, 10_000, 64 * MIB, 10_000, 256, 64 * MIB);

  private static final Profile SHIPPED = ProfileLoader.shipped("contained");

  private static SandboxEngine sandboxes;

  @TempDir Path directory;

  /** Where steps run; it has to be there. */
  String image = "gatehouse/sandbox:local";

  final Map<Digest, byte[]> contents = new HashMap<>();
  final Map<Digest, byte[]> blobs = new HashMap<>();
  final TreeMap<TreePath, FileVersion> base = new TreeMap<>();
  final TreeMap<TreePath, FileVersion> result = new TreeMap<>();
  final Map<TreePath, Optional<FileVersion>> approved = new HashMap<>();

  /** What knows plans' reports on bases; by default nothing is known before. */
  Optional<BaseReports> bases = Optional.of((_, runs) -> runs.get());

  @BeforeAll
  static void connect() throws Exception {
    Path out = Files.createDirectories(Path.of("target", "image").toAbsolutePath());
    // One process of tests at a time.
    try (FileChannel lock =
        FileChannel.open(
            out.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      Process build =
          new ProcessBuilder("../deploy/image/build-image", out.toString())
              .redirectErrorStream(true)
              .redirectOutput(out.resolve("build.log").toFile())
              .start();
      assertThat(build.waitFor()).isZero();
    }
    sandboxes = DockerSandboxEngine.connect(EngineSettings.usual());
  }

  private static RunSandboxSpec in(String image) {
    return new RunSandboxSpec(
        "verifier-tests",
        "run-" + ProcessHandle.current().pid() + "-verify",
        sandboxes.image(image),
        200_501,
        200_501,
        LIMITS);
  }

  @AfterAll
  static void close() {
    sandboxes.close();
  }

  VerifierReport verify(VerificationStep... steps) {
    return new Verifier(sandboxes, new SecureRandom())
        .verify(
            new VerificationInput(
                new Tree(base),
                new Tree(result),
                version -> contents.getOrDefault(version.sha256(), new byte[0]),
                SHIPPED.withSteps("derived", List.of(steps)),
                NameRules.CURRENT,
                ControlClosure.NONE,
                approved,
                in(image),
                new Owner(200_501, 200_501),
                directory.resolve("clean"),
                this::keep,
                bases));
  }

  /** The step that is that command alone. */
  VerifiedStep only(String command) {
    return verify(VerificationStep.shell("tests", command, 60)).steps().getFirst();
  }

  JudgeReport judged(VerifiedStep step) {
    JudgedStep judged = step.judged().orElseThrow();
    return JudgeReport.read(blob(judged.reportSha256()), judged.key());
  }

  byte[] blob(String sha256) {
    return Optional.ofNullable(blobs.get(new Digest(sha256))).orElseThrow();
  }

  private Digest keep(byte[] blob) {
    Digest digest = Digest.of(blob);
    blobs.put(digest, blob);
    return digest;
  }

  String stdout(VerifiedStep step) {
    byte[] head = blobs.getOrDefault(new Digest(step.stdout().blobSha256()), new byte[0]);
    return new String(head, UTF_8);
  }

  String stderr(VerifiedStep step) {
    return new String(blob(step.stderr().blobSha256()), UTF_8);
  }

  void both(String path, String content) {
    put(path, content);
    base.putAll(result);
  }

  void put(String path, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    FileVersion version = FileVersion.of(FileMode.REGULAR, bytes);
    contents.put(version.sha256(), bytes);
    result.put(TreePath.of(path), version);
  }
}
