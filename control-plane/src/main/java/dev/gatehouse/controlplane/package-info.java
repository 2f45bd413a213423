/** The server: starts the parts, and is the only door that people and workers reach. */
@NullMarked
package dev.gatehouse.controlplane;

import org.jspecify.annotations.NullMarked;
