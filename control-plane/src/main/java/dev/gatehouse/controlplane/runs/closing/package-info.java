/** Closing of runs: verification, gates and the seal, each run in its turn. */
@NullMarked
package dev.gatehouse.controlplane.runs.closing;

import org.jspecify.annotations.NullMarked;
