/**
 * Runs from open to sealed: opening, submitting, verifying, gating, sealing, and what clients see.
 */
@NullMarked
package dev.gatehouse.controlplane.runs;

import org.jspecify.annotations.NullMarked;
