/** Why a run ended and what its verification showed, read from its folder, within bounds. */
@NullMarked
package dev.gatehouse.controlplane.runs.outcome;

import org.jspecify.annotations.NullMarked;
