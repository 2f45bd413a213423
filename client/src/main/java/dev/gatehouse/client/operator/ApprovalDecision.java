package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * An operator's decision on one proposal.
 *
 * @param decision APPROVE or DENY
 * @param proposalSha256 the digest of the proposal that the operator saw
 * @param comment for the worker and the journal
 */
public record ApprovalDecision(String decision, String proposalSha256, Optional<String> comment) {}
