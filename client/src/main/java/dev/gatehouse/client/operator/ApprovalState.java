package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * Where an approval stands.
 *
 * @param approvalId names it
 * @param state WAITING, COMMITTED, DENIED, STALE or EXPIRED
 * @param comment what the operator wrote
 */
public record ApprovalState(String approvalId, String state, Optional<String> comment) {}
