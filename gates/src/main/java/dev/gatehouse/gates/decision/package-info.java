/** What was decided in a run, as questions that can be decided again. */
@NullMarked
package dev.gatehouse.gates.decision;

import org.jspecify.annotations.NullMarked;
