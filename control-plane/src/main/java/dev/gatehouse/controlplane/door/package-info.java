/** The HTTP face of the door: one call a syscall. */
@NullMarked
package dev.gatehouse.controlplane.door;

import org.jspecify.annotations.NullMarked;
