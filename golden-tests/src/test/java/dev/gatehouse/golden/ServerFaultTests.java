package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.golden.Faults.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A gateway whose work on files fails at one step, by a kill or by an error of the disk, between
 * the opening of a run and its merge, while it is opened again after a start, or while an operator
 * cancels it: nothing acknowledged is lost, nothing is half made, nothing is left over, and nobody
 * is accused.
 *
 * <p>{@code gatehouse.everyFault} has each step fail in each way, not only the first of each shape
 * in two.
 */
class ServerFaultTests {
  private static final int OF_A_RUN = 4;
  private static final int OF_A_RECOVERY = 2;
  private static final int OF_A_CANCELLATION = 2;
  private static final List<Fault> WHERE_THE_END_IS_WRITTEN =
      List.of(new Fault(1, Kind.KILL), new Fault(2, Kind.KILL), new Fault(2, Kind.EIO));
  private static final boolean EVERY = Boolean.getBoolean("gatehouse.everyFault");
  private static final List<Kind> KINDS =
      EVERY ? List.of(Kind.values()) : List.of(Kind.EIO, Kind.KILL);

  private final Repository origin = DefectRepository.repository();
  private final Faults faults = new Faults(origin.directory());
  private final Gateway gateway = Gateway.startUnder(faults);
  private final Whole whole = Whole.of(gateway);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);
  private final Set<String> checked = new HashSet<>();
  private int rounds;

  /** The step that fails, and how. */
  private record Fault(int step, Kind kind) {}

  /** A round with one fault, or with none where the step is 0. */
  @FunctionalInterface
  private interface Round {
    FaultedRun with(Fault fault);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void aFaultAtAnyStepLeavesNothingLostAndNothingHalfMade() throws Exception {
    each(this::life, spread(steps(this::life, 100), OF_A_RUN));
    each(this::recovery, spread(steps(this::recovery, 100), OF_A_RECOVERY));
    each(this::cancellation, spread(steps(this::cancellation, 20), OF_A_CANCELLATION));
    each(this::cancellation, WHERE_THE_END_IS_WRITTEN);
    requireCleanMirror();
  }

  @Test
  @Tag("deep")
  void theSameHoldsForEveryShapeOfStep() throws Exception {
    each(this::life, all(steps(this::life, 100)));
    each(this::recovery, all(steps(this::recovery, 100)));
    each(this::cancellation, all(steps(this::cancellation, 20)));
    requireCleanMirror();
  }

  /** Steps in equal distances, killed and failing by turns. */
  private static List<Fault> spread(List<String> steps, int count) {
    List<Fault> spread = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int step = 1 + steps.size() * (2 * i + 1) / (2 * count);
      spread.add(new Fault(step, i % 2 == 0 ? Kind.EIO : Kind.KILL));
    }
    return spread;
  }

  private static List<Fault> all(List<String> steps) {
    List<Fault> all = new ArrayList<>();
    Set<String> shapes = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (shapes.add(Faults.shape(steps.get(i))) || EVERY) {
        int step = i + 1;
        KINDS.forEach(kind -> all.add(new Fault(step, kind)));
      }
    }
    return all;
  }

  /** The steps of a second round: in the first one the mirror is made as well. */
  private List<String> steps(Round round, int atLeast) throws IOException {
    if (rounds == 0) {
      round.with(new Fault(0, Kind.EIO));
    }
    FaultedRun run = round.with(new Fault(0, Kind.EIO));
    List<String> steps = faults.steps();
    requireWhole(run);
    assertThat(steps).hasSizeGreaterThan(atLeast);
    return steps;
  }

  private void each(Round round, List<Fault> all) throws IOException {
    for (Fault fault : all) {
      try {
        FaultedRun run = round.with(fault);
        requireWhole(run);
        System.out.printf("%s: %s, %s%n", fault, faulted(), run);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(fault + ": " + faulted(), e);
      }
    }
  }

  private String faulted() {
    return faults.steps().stream()
        .filter(step -> step.endsWith(" FAULT"))
        .findFirst()
        .orElse("the scenario had only %s steps".formatted(faults.steps().size()));
  }

  /** From the opening to the merge. */
  private FaultedRun life(Fault fault) {
    commit();
    FaultedRun run = new FaultedRun(site, faults);
    faults.choose(fault.step(), fault.kind());
    run.end(run.begin());
    faults.stop();
    return run;
  }

  /** A start after a kill, with a run that is open. */
  private FaultedRun recovery(Fault fault) {
    commit();
    FaultedRun run = new FaultedRun(site, faults);
    OpenedRun opened = run.begin();
    gateway.kill();
    faults.choose(fault.step(), fault.kind());
    if (!gateway.tryRestart()) {
      faults.stop();
      gateway.restartAtOnce();
    }
    run.awaitOpened(opened);
    faults.stop();
    run.end(opened);
    return run;
  }

  /** A run with a held change, from its cancellation to its seal. */
  private FaultedRun cancellation(Fault fault) {
    commit();
    FaultedRun run = new FaultedRun(site, faults);
    OpenedRun opened = run.begin();
    run.hold(opened);
    faults.choose(fault.step(), fault.kind());
    run.cancel(opened);
    faults.stop();
    return run;
  }

  /** Something for the mirror to fetch. */
  private void commit() {
    rounds++;
    origin.write("round.txt", "round " + rounds + "\n");
    origin.commitAll("Round");
  }

  private void requireWhole(FaultedRun run) throws IOException {
    for (RunView each : gateway.operator().runs(RunQuery.ALL, 500)) {
      assertThat(each.state()).as(each + "\n" + gateway.log()).isNotEqualTo("SET_ASIDE");
      if (checked.add(each.runId())) {
        run.handInUnanswered(each);
        whole.requireFolder(run.sealed(each.runId()));
      }
    }
    run.requireMergedOnce();
    whole.requireNoAccusation(faulted());
    whole.requireNothingLeft();
  }

  /** After the next start neither pins of merged runs nor files of a killed git are left. */
  private void requireCleanMirror() throws IOException {
    gateway.stop();
    gateway.restart();
    Path mirror = gateway.data().resolve("mirrors").resolve(site.name() + ".git");
    List<String> git = List.of("git", "--git-dir=" + mirror, "for-each-ref", "refs/gatehouse/runs");
    assertThat(Program.demand(mirror, Map.of(), git)).isEmpty();
    try (Stream<Path> files = Files.walk(mirror)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".lock"))
          .noneMatch(name -> name.startsWith("tmp_"))
          .noneMatch(name -> name.startsWith("gatehouse-work-"));
    }
  }
}
