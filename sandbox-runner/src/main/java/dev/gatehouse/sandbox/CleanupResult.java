package dev.gatehouse.sandbox;

/**
 * What {@link SandboxEngine#reap} removed.
 *
 * @param containers number of containers
 * @param volumes number of volumes
 */
public record CleanupResult(int containers, int volumes) {}
