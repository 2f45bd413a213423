package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many runs are open, wait for operators, and wait to be sealed. */
record RunMeters(OpenRunRegistry runs, RunSealer sealer) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("gatehouse.runs.open", () -> runs.all().size())
        .description("Open runs, those that wait for operators or for their seal included")
        .register(meters);
    Gauge.builder(
            "gatehouse.approvals.held",
            () -> runs.all().stream().mapToInt(OpenRun::waitingApprovals).sum())
        .description("Changes of open runs that wait for an operator's decision")
        .register(meters);
    Gauge.builder("gatehouse.closing.runs", sealer::waiting)
        .description("Runs in the closing queue: waiting, or being verified and sealed")
        .tag("state", "waiting")
        .register(meters);
    Gauge.builder("gatehouse.closing.runs", sealer::closing)
        .description("Runs in the closing queue: waiting, or being verified and sealed")
        .tag("state", "closing")
        .register(meters);
  }
}
