package dev.gatehouse.client;

import java.util.Optional;

/**
 * The answer to {@code file.write} and {@code file.delete}.
 *
 * @param callId names the call in the journal
 * @param path as it was asked for
 * @param disposition COMMITTED, SCRATCH or HELD
 * @param sha256 digest of the written content; absent for a deletion
 * @param approvalId what a HELD change waits for
 * @param rule the policy's rule that decided
 * @param reason why, for a person
 * @param next the next legal step after a HELD change
 */
public record FileChanged(
    String callId,
    String path,
    String disposition,
    Optional<String> sha256,
    Optional<String> approvalId,
    String rule,
    String reason,
    Optional<String> next) {}
