package dev.gatehouse.policy.load;

import dev.gatehouse.policy.profile.Limits;
import java.util.Optional;

/** Reads the limits of a profile. */
final class LimitsDecoder {
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;
  private static final long DAY = 24 * 60 * 60;

  private LimitsDecoder() {}

  /**
   * Reads all members; each has a range outside of which no run is sensible.
   *
   * @param usual what members that are left out have; where it is empty, all must be there
   */
  static Limits limits(FieldReader f, Optional<Limits> usual) {
    Limits limits =
        new Limits(
            limit(f, usual, "memoryBytes", 16 * MIB, 1024 * GIB),
            limit(f, usual, "cpuMillis", 50, 1_000_000),
            limit(f, usual, "processes", 4, 65_536),
            limit(f, usual, "openFiles", 16, 1_048_576),
            limit(f, usual, "fileBytes", 1, 64 * GIB),
            limit(f, usual, "layerBytes", MIB, 256 * GIB),
            limit(f, usual, "layerInodes", 100, 100_000_000),
            limit(f, usual, "tmpBytes", MIB, 256 * GIB),
            limit(f, usual, "tmpInodes", 100, 100_000_000),
            limit(f, usual, "commandSeconds", 1, DAY),
            limit(f, usual, "outputBytes", 1024, 64 * MIB),
            limit(f, usual, "outputLimitBytes", 1024, 64 * GIB),
            limit(f, usual, "writeBytes", 1, 64 * MIB),
            limit(f, usual, "changedPaths", 1, 1_000_000),
            limit(f, usual, "changedFileBytes", 1, GIB),
            limit(f, usual, "leaseSeconds", 5, 7 * DAY),
            limit(f, usual, "approvalSeconds", 5, 30 * DAY),
            limit(f, usual, "runSeconds", 10, 30 * DAY));
    f.done();
    return limits;
  }

  private static long limit(
      FieldReader f, Optional<Limits> usual, String name, long min, long max) {
    return usual.isPresent()
        ? f.integerOr(name, usual.get().toJson().integer(name), min, max)
        : f.integer(name, min, max);
  }
}
