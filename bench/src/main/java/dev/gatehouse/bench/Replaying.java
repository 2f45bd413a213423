package dev.gatehouse.bench;

import dev.gatehouse.bench.Measurement.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Plays a script on two sides, one command here and one there, and takes the time of each. */
final class Replaying {
  private final List<Side> sides;
  private final Duration think;
  private final List<Measurement> taken = new ArrayList<>();

  /**
   * @param think passes before each command, on both sides alike
   */
  Replaying(Side one, Side other, Duration think) {
    this.sides = List.of(one, other);
    this.think = think;
  }

  /** One round; who goes first changes with every command. */
  List<Measurement> play(Script script, int round) {
    taken.clear();
    List<Side> open = new ArrayList<>();
    try {
      for (Side side : sides) {
        open.add(side);
        take(script, round, Act.OPEN, -1, side, 0, nothing(side::open));
      }
      for (Script.Step step : script.steps()) {
        for (Side side : inTurn(step.step() + round)) {
          Pause.of(think);
          take(
              script,
              round,
              Act.COMMAND,
              step.step(),
              side,
              step.exitCode(),
              () -> side.run(step.command()));
        }
      }
    } finally {
      for (Side side : open) {
        take(script, round, Act.CLOSE, -1, side, 0, nothing(side::close));
      }
    }
    return List.copyOf(taken);
  }

  private List<Side> inTurn(int number) {
    return number % 2 == 0 ? sides : sides.reversed();
  }

  private void take(
      Script script, int round, Act act, int step, Side side, int recorded, IntSupplier what) {
    boolean first =
        act == Act.COMMAND ? inTurn(step + round).getFirst() == side : side == sides.getFirst();
    long begin = System.nanoTime();
    int exitCode = what.getAsInt();
    long nanos = System.nanoTime() - begin;
    taken.add(
        new Measurement(
            script.name(), round, act, step, side.name(), first, nanos, exitCode, recorded));
  }

  private static IntSupplier nothing(Runnable act) {
    return () -> {
      act.run();
      return 0;
    };
  }
}
