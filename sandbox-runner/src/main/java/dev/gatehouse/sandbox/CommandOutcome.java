package dev.gatehouse.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What happened to a command. The three counters are 0 when no closing frame came.
 *
 * @param wall from sending it to its closing frame or its death
 * @param cpuMicros CPU time of all its processes, in microseconds
 * @param peakRssKib largest resident size that one of its processes had, in KiB
 * @param judgement of a judged command the messages of its judge, as the starter framed them
 * @param oomKills processes that the kernel killed at the memory limit
 */
public record CommandOutcome(
    Termination ending,
    Output stdout,
    Output stderr,
    Optional<Output> judgement,
    Duration wall,
    long cpuMicros,
    long peakRssKib,
    long oomKills) {}
