package dev.gatehouse.controlplane.runs.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A step of the verification plan that did not end with exit code 0.
 *
 * @param id its id in the plan
 * @param ending how it ended, as of a command
 * @param exitCode the exit code; -1 where there is none
 * @param millis wall time
 * @param stdout the end of what it printed, where the viewer is shown output
 * @param stderr the end of what it printed as errors, likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailedStep(
    String id,
    String ending,
    long exitCode,
    long millis,
    @Nullable OutputTail stdout,
    @Nullable OutputTail stderr) {}
