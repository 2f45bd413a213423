/** Judges the verification of the result by steps and tests. */
@NullMarked
package dev.gatehouse.gates.verification;

import org.jspecify.annotations.NullMarked;
