package dev.gatehouse.bench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.gatehouse.bench.Measurement.Act;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The data in one table: per script the median command, all commands, opening and closing. */
final class Summary {
  private final List<Measurement> all;

  Summary(List<Measurement> all) {
    this.all = all;
  }

  /** A Markdown table, one row per script; times are medians over the rounds. */
  String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            | script | commands | median command, plain | median command, Gatehouse | all commands, plain | all commands, Gatehouse | ratio | open, plain | open, Gatehouse | close, plain | close, Gatehouse | other exit codes than plain |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """);
    all.stream()
        .collect(groupingBy(Measurement::script, TreeMap::new, toList()))
        .forEach((script, taken) -> text.append(row(script, taken)));
    return text.toString();
  }

  private static String row(String script, List<Measurement> taken) {
    List<Double> plain = perStep(taken, "plain");
    List<Double> gated = perStep(taken, "gatehouse");
    double plainTotal = sum(plain);
    double gatedTotal = sum(gated);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f ms | %.1f ms | %.2f s | %.2f s | %.2f | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %d |%n",
        script,
        plain.size(),
        median(plain),
        median(gated),
        plainTotal / 1000,
        gatedTotal / 1000,
        gatedTotal / plainTotal,
        act(taken, "plain", Act.OPEN),
        act(taken, "gatehouse", Act.OPEN),
        act(taken, "plain", Act.CLOSE),
        act(taken, "gatehouse", Act.CLOSE),
        otherExitCodes(taken));
  }

  /** Each command's median over the rounds, in milliseconds, in the order of the script. */
  private static List<Double> perStep(List<Measurement> taken, String side) {
    Map<Integer, List<Measurement>> steps =
        taken.stream()
            .filter(on(side, Act.COMMAND))
            .collect(groupingBy(Measurement::step, TreeMap::new, toList()));
    return steps.values().stream()
        .map(each -> median(each.stream().map(Measurement::millis).toList()))
        .toList();
  }

  private static double act(List<Measurement> taken, String side, Act act) {
    return median(taken.stream().filter(on(side, act)).map(Measurement::millis).toList());
  }

  private static long otherExitCodes(List<Measurement> taken) {
    Map<String, List<Measurement>> pairs =
        taken.stream()
            .filter(each -> each.act() == Act.COMMAND)
            .collect(groupingBy(each -> each.round() + "/" + each.step()));
    return pairs.values().stream()
        .filter(pair -> pair.stream().map(Measurement::exitCode).distinct().count() > 1)
        .count();
  }

  private static Predicate<Measurement> on(String side, Act act) {
    return each -> each.side().equals(side) && each.act() == act;
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The middle value, or the mean of the two in the middle; 0 of none. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
