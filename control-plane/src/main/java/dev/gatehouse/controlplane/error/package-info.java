/** Errors of the control plane itself. */
@NullMarked
package dev.gatehouse.controlplane.error;

import org.jspecify.annotations.NullMarked;
