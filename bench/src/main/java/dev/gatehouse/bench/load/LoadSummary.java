package dev.gatehouse.bench.load;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of a hostile load. */
record LoadSummary(List<Sample> samples, List<Long> residentKib) {

  String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("| party | act | calls | median ms | p99 ms | most ms | outcomes |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    Map<String, List<Sample>> groups =
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.party().replaceAll("[0-9]+$", "N") + " | " + s.act(),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach((group, of) -> out.append(row(group, of)));
    residentKib.stream()
        .max(Comparator.naturalOrder())
        .ifPresent(most ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "%nResident memory of the server: first %d MiB, last %d MiB, most %d MiB.%n",
                    residentKib.getFirst() / 1024,
                    residentKib.getLast() / 1024,
                    most / 1024)));
    return out.toString();
  }

  private static String row(String group, List<Sample> of) {
    long[] millis = of.stream().mapToLong(Sample::millis).sorted().toArray();
    Map<String, Long> outcomes =
        of.stream()
            .collect(Collectors.groupingBy(Sample::outcome, TreeMap::new, Collectors.counting()));
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %s |%n",
        group,
        millis.length,
        millis[millis.length / 2],
        millis[Math.min(millis.length - 1, millis.length * 99 / 100)],
        millis[millis.length - 1],
        outcomes);
  }
}
