/** Reads profiles: those that ship, those that operators write, and policy snapshots. */
@NullMarked
package dev.gatehouse.policy.load;

import org.jspecify.annotations.NullMarked;
