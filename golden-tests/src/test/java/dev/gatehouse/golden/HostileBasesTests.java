package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A gateway with a heap of 512 MiB, and repositories whose few kilobytes stand for more than there
 * is of memory or disk. They are refused soon, and everybody else is served.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileBasesTests {
  private static final int AT_ONCE = 16;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Gateway gateway = Gateway.start();
  private final RegisteredRepository honest =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);
  private final Repository origin = DefectRepository.repository();
  private final RegisteredRepository hostile =
      RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);

  @AfterAll
  void stop() {
    gateway.close();
  }

  @AfterEach
  void othersAreServedAndNothingIsLeft() throws IOException {
    assertThat(honest.open().runId()).isNotEmpty();
    assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
    assertThat(gateway.data().resolve("out-of-memory")).doesNotExist();
  }

  @Test
  void treesOfTreesAreRefusedHoweverManyAskAtOnce() throws Exception {
    origin.git("branch", "paths", commit(tree("f", 10, "echo x | git hash-object -w --stdin"), 9));
    List<CompletableFuture<ProblemException>> all = new ArrayList<>();
    RegisteredRepository second = hostile.withProfile(hostile.profile());
    for (int i = 0; i < AT_ONCE; i++) {
      // One agent may not have as many calls at once.
      RegisteredRepository agent = i % 2 == 0 ? hostile : second;
      all.add(
          CompletableFuture.supplyAsync(
              () -> refusal(agent, "paths"), task -> Thread.ofPlatform().daemon(true).start(task)));
    }
    assertThat(honest.open().runId()).isNotEmpty();
    for (CompletableFuture<ProblemException> each : all) {
      ProblemException problem = each.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(problem.code()).isIn("TREE_TOO_LARGE", "OVERLOADED");
    }
    assertThat(refusal(hostile, "paths").code()).isEqualTo("TREE_TOO_LARGE");
  }

  @Test
  void aBaseThatIsTooLargeIsRefusedBeforeAByteOfItIsWritten() throws Exception {
    String large = "head -c 10000000 /dev/zero | git hash-object -w --stdin";
    origin.git("branch", "bytes", commit(tree("f", 300, large), 0));
    long before = honest.gateway().data().toFile().getUsableSpace();
    long began = System.nanoTime();
    assertThat(refusal(hostile, "bytes").code()).isEqualTo("TREE_TOO_LARGE");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    assertThat(before - honest.gateway().data().toFile().getUsableSpace()).isLessThan(1L << 30);
  }

  @Test
  void anOriginWithMoreRefsThanAMirrorKeepsIsRefusedSoon() throws Exception {
    Repository many = DefectRepository.repository();
    String commit = many.id("main");
    StringBuilder refs = new StringBuilder("# pack-refs with: sorted\n");
    for (int i = 0; i < 300_000; i++) {
      refs.append("%s refs/heads/b%s\n".formatted(commit, 1_000_000 + i));
    }
    Path packed = many.directory().resolve(".git/packed-refs");
    RegisteredRepository site = RegisteredRepository.under(gateway, many, "contained");
    assertThat(site.open().runId()).isNotEmpty();
    Files.writeString(packed, refs, StandardCharsets.US_ASCII);

    long began = System.nanoTime();
    assertThat(catchThrowableOfType(ProblemException.class, site::open).code())
        .isEqualTo("ORIGIN_TOO_MANY_REFS");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    Files.delete(packed);
    assertThat(site.open().runId()).isNotEmpty();
  }

  private static ProblemException refusal(RegisteredRepository site, String branch) {
    RunRequest.Task task = new RunRequest.Task(RegisteredRepository.fresh("task"), "Mend it.");
    RunRequest request = new RunRequest(site.name(), branch, task, site.profile());
    GatehouseClient agent = site.agent();
    return catchThrowableOfType(ProblemException.class, () -> agent.openRun(request));
  }

  /** The script that makes a tree of one content under many names. */
  private static String tree(String name, int number, String blob) {
    return "blob=$(%s); for k in $(seq -w %s); do printf '100644 blob %%s\\t%s%%s\\n' $blob $k; done | git mktree"
        .formatted(blob, number, name);
  }

  /** The commit of a tree that is ten times in each of ten, so many levels deep. */
  private String commit(String tree, int levels) {
    String script =
        """
        set -eu; tree=$(%s)
        for d in $(seq %s); do
          tree=$(for k in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %%s\\td%%s\\n' $tree $k; done | git mktree)
        done
        git -c user.name=a -c user.email=a@example.invalid commit-tree $tree -m hostile\
        """
            .formatted(tree, levels);
    return Program.demand(origin.directory(), Map.of(), List.of("bash", "-c", script)).strip();
  }
}
