/** Differences of two contents, in bounded work, as rows that show every byte. */
@NullMarked
package dev.gatehouse.controlplane.diff;

import org.jspecify.annotations.NullMarked;
