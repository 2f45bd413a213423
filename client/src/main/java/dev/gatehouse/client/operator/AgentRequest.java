package dev.gatehouse.client.operator;

import java.util.List;

/**
 * A new agent identity.
 *
 * @param name names it
 * @param repositories names of repositories that it may open runs on
 * @param profiles names of profiles that it may open runs under
 * @param openRuns how many of its runs may be open at once
 */
public record AgentRequest(
    String name, List<String> repositories, List<String> profiles, int openRuns) {}
