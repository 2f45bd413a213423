/** Turns run folders and the gateway log into rows, live and in a rebuild by the same code. */
@NullMarked
package dev.gatehouse.controlplane.projection;

import org.jspecify.annotations.NullMarked;
