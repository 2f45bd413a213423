package dev.gatehouse.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.fake.FakeGateway;
import dev.gatehouse.cli.fake.FakeResult;
import dev.gatehouse.cli.fake.Refused;
import dev.gatehouse.cli.replay.SealWaiter;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoScenarioTests {
  /** The files that ship with the product, seen from this module. */
  private static final Path SHIPPED = Path.of("../deploy/demo/repository");

  /** What the gateway of the demo decides commands by. */
  private static final Policy POLICY = new Policy(ProfileLoader.shipped("default"));

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final DemoTranscript transcript =
      new DemoTranscript(
          new Screen(
              new PrintStream(out, true, UTF_8), new PrintStream(out, true, UTF_8), false, false));

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(directory.resolve("repository/.git"));
    Files.writeString(directory.resolve("repository/.git/HEAD"), "ref: refs/heads/main\n");
    Files.createDirectories(directory.resolve("r-1/data"));
    Files.writeString(directory.resolve("r-1/data/journal.jsonl"), "{\"seq\":0}\n");
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var paths = Files.walk(SHIPPED)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(SHIPPED.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  /** What each command of the story does in a sandbox that holds. */
  private static Function<String, FakeResult> sandbox() {
    AtomicInteger tests = new AtomicInteger();
    return command -> {
      if (POLICY.command(new CommandRequest.Shell(command)).outcome() == Decision.Outcome.DENY) {
        throw new Refused(403, "POLICY_DENIED");
      }
      if (command.contains("pytest")) {
        return new FakeResult(tests.getAndIncrement() == 0 ? 1 : 0, "19 tests\n", Map.of(), 0);
      }
      if (command.contains("os.symlink")) {
        return FakeResult.writing("notes.txt", "-> /etc/shadow");
      }
      if (command.startsWith("rm")) {
        return FakeResult.deleting("notes.txt");
      }
      if (command.contains("getaddrinfo")) {
        return FakeResult.exit(1);
      }
      if (command.contains("socket")) {
        return new FakeResult(1, "", Map.of(), 1);
      }
      if (command.startsWith("echo TOKEN")) {
        return new FakeResult(
            0,
            "",
            Map.of(
                ".env", Optional.of("TOKEN=1\n"),
                ".github/workflows/ci.yml", Optional.of("x"),
                "NOTES.md", Optional.of("done\n")),
            0);
      }
      return FakeResult.exit(0);
    };
  }

  /** Finds out a journal that is not as it was written above. */
  private static List<String> judge(Path folder) {
    try {
      String journal = Files.readString(folder.resolve("data/journal.jsonl"));
      return journal.equals("{\"seq\":0}\n") ? List.of() : List.of("CHAIN_BROKEN");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void play(Function<String, FakeResult> commands, FolderVerifier judge)
      throws IOException {
    try (FakeGateway gateway = new FakeGateway(directory, "PASSED", shipped(), commands)) {
      var operator = new GatehouseClient(URI.create(gateway.url()), "gho_test");
      var seal = new SealWaiter(operator, _ -> {}, Duration.ofSeconds(5));
      new DemoScenario(operator, seal, judge, copies(), "demo-1")
          .play(transcript, directory.resolve("repository"));
    }
  }

  private String text() {
    return out.toString(UTF_8);
  }

  @Test
  void goesAsToldWhereEveryPartHolds() throws Exception {
    play(sandbox(), DemoScenarioTests::judge);
    assertThat(transcript.differences()).isEmpty();
    assertThat(transcript.merged()).isTrue();
    assertThat(text())
        .contains("refused  PATH_DOTS", "refused  PATH_ABSOLUTE", "refused  FILE_IS_SYMLINK")
        .contains("refused  POLICY_DENIED", "refused  REPLACES_MISMATCH", "refused  RUN_NOT_OPEN")
        .contains("held     paths.fake", "next: do something else")
        .contains("the gates computed PASSED, the route is READY_TO_MERGE")
        .contains("found out: CHAIN_BROKEN");
  }

  @Test
  void saysWhatDiffersWhereTheNetworkIsReached() throws Exception {
    Function<String, FakeResult> holding = sandbox();
    play(
        command -> command.contains("getaddrinfo") ? FakeResult.exit(0) : holding.apply(command),
        DemoScenarioTests::judge);
    assertThat(transcript.differences()).containsExactly("the network was reached");
    assertThat(text()).doesNotContain("8. The operator merges");
  }

  @Test
  void saysWhatDiffersWhereADenialDoesNotCome() throws Exception {
    Function<String, FakeResult> holding = sandbox();
    play(
        command -> command.startsWith("curl") ? FakeResult.exit(0) : holding.apply(command),
        DemoScenarioTests::judge);
    assertThat(transcript.differences())
        .singleElement()
        .asString()
        .contains("this was not refused: exec");
  }

  @Test
  void saysWhatDiffersWhereAChangedCopyIsNotFoundOut() throws Exception {
    play(sandbox(), _ -> List.of());
    assertThat(transcript.differences()).containsExactly("the changed copy was not found out");
  }

  @Test
  void leavesNoCopyBehind() throws Exception {
    play(sandbox(), DemoScenarioTests::judge);
    assertThat(copies()).isEmptyDirectory();
  }

  private Path copies() throws IOException {
    return Files.createDirectories(directory.resolve("copies"));
  }
}
