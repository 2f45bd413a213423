/** Refusals as HTTP problems with stable codes. */
@NullMarked
package dev.gatehouse.controlplane.api.problem;

import org.jspecify.annotations.NullMarked;
