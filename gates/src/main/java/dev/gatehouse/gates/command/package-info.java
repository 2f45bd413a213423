/** Judges commands and the confinement of their containers. */
@NullMarked
package dev.gatehouse.gates.command;

import org.jspecify.annotations.NullMarked;
