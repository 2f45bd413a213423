package dev.gatehouse.sandbox;

import java.time.Duration;

/**
 * What happened to a command. The three counters are 0 when no closing frame came.
 *
 * @param wall from sending it to its closing frame or its death
 * @param cpuMicros CPU time of all its processes, in microseconds
 * @param peakRssKib largest resident size that one of its processes had, in KiB
 * @param oomKills processes that the kernel killed at the memory limit
 */
public record CommandOutcome(
    Ending ending,
    Output stdout,
    Output stderr,
    Duration wall,
    long cpuMicros,
    long peakRssKib,
    long oomKills) {}
