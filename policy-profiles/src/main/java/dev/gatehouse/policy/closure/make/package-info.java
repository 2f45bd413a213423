/** Follows calls of make: makefiles, variables, targets, and rules that make has of its own. */
@NullMarked
package dev.gatehouse.policy.closure.make;

import org.jspecify.annotations.NullMarked;
