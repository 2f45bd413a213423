package dev.gatehouse.sandbox;

/**
 * What {@link Sandboxes#reap} removed.
 *
 * @param containers number of containers
 * @param volumes number of volumes
 */
public record Reaped(int containers, int volumes) {}
