/**
 * The gates: pure functions of a run's evidence and its policy, which alone say whether it passed.
 */
@NullMarked
package dev.gatehouse.gates;

import org.jspecify.annotations.NullMarked;
