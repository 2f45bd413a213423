package dev.gatehouse.client.operator;

/**
 * A new agent's token; shown once.
 *
 * @param name of the agent
 * @param token starts with {@code gha_}
 */
public record AgentToken(String name, String token) {}
