/** Sandboxes on a Docker Engine. */
@NullMarked
package dev.gatehouse.sandbox.docker;

import org.jspecify.annotations.NullMarked;
