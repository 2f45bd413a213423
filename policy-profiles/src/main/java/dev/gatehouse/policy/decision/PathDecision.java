package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.Decision;
import java.util.Optional;

/**
 * What the policy says of one path.
 *
 * @param decision allowed, denied or held, with rule and reason
 * @param zone where an allowed change goes; {@link Destination#RESULT} for everything else
 * @param approverRole the role that may approve a held change; empty where nothing is held
 */
public record PathDecision(Decision decision, Destination zone, Optional<String> approverRole) {}
