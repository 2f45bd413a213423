/** The server: starts the parts, and is the only process that people and workers reach. */
@NullMarked
package dev.gatehouse.controlplane;

import org.jspecify.annotations.NullMarked;
