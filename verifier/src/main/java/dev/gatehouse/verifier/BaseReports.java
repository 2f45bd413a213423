package dev.gatehouse.verifier;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.report.BaseReport;
import java.util.function.Supplier;

/** Knows what plans said of bases. */
@FunctionalInterface
public interface BaseReports {
  /**
   * The report that is known under the key, or else what {@code runs} gives.
   *
   * @param key digest of everything that the report depends on
   * @param runs runs the plan on the base
   */
  BaseReport of(Digest key, Supplier<BaseReport> runs);
}
