package dev.gatehouse.policy.load;

import dev.gatehouse.policy.profile.Limits;

/** Reads the limits of a profile. */
final class LimitsDecoder {
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;
  private static final long DAY = 24 * 60 * 60;

  private LimitsDecoder() {}

  /** Reads all members; each has a range outside of which no run is sensible. */
  static Limits limits(FieldReader f) {
    Limits limits =
        new Limits(
            f.integer("memoryBytes", 16 * MIB, 1024 * GIB),
            f.integer("cpuMillis", 50, 1_000_000),
            f.integer("processes", 4, 65_536),
            f.integer("openFiles", 16, 1_048_576),
            f.integer("fileBytes", 1, 64 * GIB),
            f.integer("layerBytes", MIB, 256 * GIB),
            f.integer("layerInodes", 100, 100_000_000),
            f.integer("tmpBytes", MIB, 256 * GIB),
            f.integer("tmpInodes", 100, 100_000_000),
            f.integer("commandSeconds", 1, DAY),
            f.integer("outputBytes", 1024, 64 * MIB),
            f.integer("outputLimitBytes", 1024, 64 * GIB),
            f.integer("writeBytes", 1, 64 * MIB),
            f.integer("changedPaths", 1, 1_000_000),
            f.integer("changedFileBytes", 1, GIB),
            f.integer("leaseSeconds", 5, 7 * DAY),
            f.integer("approvalSeconds", 5, 30 * DAY),
            f.integer("runSeconds", 10, 30 * DAY));
    f.done();
    return limits;
  }
}
