package dev.gatehouse.controlplane.api.limits;

import java.time.Duration;

/**
 * How long a caller may take.
 *
 * @param body from the first to the last byte of a body
 * @param answer from the first to the last byte of an answer
 */
record Deadlines(Duration body, Duration answer) {}
