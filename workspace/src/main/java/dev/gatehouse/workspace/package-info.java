/**
 * A run's working tree, touched by descriptor alone, and the layer that a command wrote over it.
 */
@NullMarked
package dev.gatehouse.workspace;

import org.jspecify.annotations.NullMarked;
