/** Patterns of paths, and the rules by which names are compared. */
@NullMarked
package dev.gatehouse.policy.path;

import org.jspecify.annotations.NullMarked;
