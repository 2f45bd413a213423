package dev.gatehouse.gates;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.gates.GoldenCases.Golden;
import dev.gatehouse.gates.report.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs that belong together. */
abstract class CaseList {
  private final FormatVersion since;
  private final List<Golden> cases = new ArrayList<>();

  /** Runs that every format can tell. */
  CaseList() {
    this(FormatVersion.ONE);
  }

  CaseList(FormatVersion since) {
    this.since = since;
  }

  List<Golden> cases() {
    return cases;
  }

  /** A run, and everything that is to be found in it. */
  final void add(String name, Route route, Supplier<Scenario> scenario, String... codes) {
    cases.add(new Golden(name, since, new TreeSet<>(List.of(codes)), route, scenario));
  }

  /** The whole honest run with one thing changed. */
  final void edited(String name, Route route, Consumer<Scenario> edit, String... codes) {
    add(
        name,
        route,
        () -> {
          Scenario run = Scenario.whole();
          edit.accept(run);
          return run;
        },
        codes);
  }
}
