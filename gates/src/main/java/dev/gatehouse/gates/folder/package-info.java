/** Judges the run folder: whether its evidence is complete and its policy is the pinned one. */
@NullMarked
package dev.gatehouse.gates.folder;

import org.jspecify.annotations.NullMarked;
