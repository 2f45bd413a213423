package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.sandbox.FakeSandboxEngine;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Propose, decide, commit, over random layers on an engine without containers: the result is the
 * base and what was committed, nothing else, and every path of the layer has one disposition.
 */
class ProposalPropertyTests {
  private static final int COMMANDS = 12;

  /** What the random layers came to in all; a disposition that never comes tests nothing. */
  private static final Set<Disposition> SEEN = EnumSet.noneOf(Disposition.class);

  @TempDir Path data;

  @AfterAll
  static void everyDispositionHasCome() {
    assertThat(SEEN).containsExactlyInAnyOrder(Disposition.values());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void theResultIsTheBaseAndWhatWasCommitted(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path layers = Files.createDirectory(data.resolve("layers"));
    FakeSandboxEngine engine = new FakeSandboxEngine(layers);
    try (RunFixture fixture = RandomLayer.base(RunFixture.without(data, engine), random)) {
      OpenRun run = fixture.open("random");
      Tree expected = run.committedTree();
      for (int n = 0; n < COMMANDS; n++) {
        RandomLayer layer = RandomLayer.of(random, run.committedTree());
        engine.command =
            (line, upper) -> {
              layer.write(upper);
              return new Termination.Exited(0);
            };
        Answer.CommandRan answer = fixture.shell(run, "true");

        answer.changes().forEach(each -> SEEN.add(each.disposition()));
        assertThat(paths(answer.changes())).doesNotHaveDuplicates();
        assertThat(paths(answer.changes())).containsAll(layer.changed());
        expected = expected.with(committed(answer.changes()));
        assertThat(run.committedTree()).as("seed %s, command %s", seed, n).isEqualTo(expected);
        assertWorkspaceHas(fixture, run, answer.changes());
        expected = decideAll(fixture, run, random, expected);
      }
      assertThat(replayed(run)).isEqualTo(run.committedTree());
    }
  }

  private static List<TreePath> paths(List<PathOutcome> changes) {
    return changes.stream().map(PathOutcome::path).toList();
  }

  private static ChangeSet committed(List<PathOutcome> changes) {
    return new ChangeSet(
        changes.stream()
            .filter(each -> each.disposition() == Disposition.COMMITTED)
            .map(PathOutcome::toChange)
            .toList());
  }

  /** Committed paths are as they are after; held and dropped ones as they were before. */
  private static void assertWorkspaceHas(RunFixture fixture, OpenRun run, List<PathOutcome> all) {
    Map<TreePath, FileVersion> files = new TreeMap<>(run.committedTree().files());
    for (PathOutcome each : all) {
      Set<Disposition> seen = EnumSet.of(Disposition.COMMITTED, Disposition.HELD);
      if (seen.contains(each.disposition()) && each.path().toWorkspacePath().isPresent()) {
        WorkspacePath path = each.path().toWorkspacePath().orElseThrow();
        Optional<FileVersion> version = Optional.ofNullable(files.get(each.path()));
        assertThat(read(fixture, run, path).map(text -> FileVersion.of(mode(version), text)))
            .as(each.toString())
            .isEqualTo(version);
      }
    }
  }

  private static FileMode mode(Optional<FileVersion> version) {
    return version.map(FileVersion::mode).orElse(FileMode.REGULAR);
  }

  private static Optional<byte[]> read(RunFixture fixture, OpenRun run, WorkspacePath path) {
    try {
      return Optional.of(fixture.read(run, path.text()).getBytes(UTF_8));
    } catch (GatehouseException e) {
      return Optional.empty();
    }
  }

  /** Approves or denies every held change, and returns the tree that follows. */
  private static Tree decideAll(
      RunFixture fixture, OpenRun run, SplittableRandom random, Tree tree) {
    Tree expected = tree;
    for (Approval approval : fixture.approvalQueue.waiting()) {
      Approval.State state =
          fixture.approvalQueue.decide(
              approval.approvalId(),
              random.nextBoolean(),
              approval.proposalSha256(),
              "operator",
              "");
      if (state == Approval.State.COMMITTED) {
        Change change = approval.change();
        expected = expected.with(ChangeSet.of(change));
      }
      assertThat(run.committedTree()).as(approval.change() + " " + state).isEqualTo(expected);
    }
    return expected;
  }

  /** The tree that another process would read from the journal. */
  private static Tree replayed(OpenRun run) {
    RunState runState = new RunState(run.base());
    run.folder().events().forEach(runState::fold);
    return runState.tree();
  }
}
