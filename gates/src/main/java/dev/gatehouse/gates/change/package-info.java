/** Judges the changes of a run: whether they were requested, allowed and approved. */
@NullMarked
package dev.gatehouse.gates.change;

import org.jspecify.annotations.NullMarked;
