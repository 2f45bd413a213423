/** The confinement of a container, as asked for and as read back. */
@NullMarked
package dev.gatehouse.sandbox.confinement;

import org.jspecify.annotations.NullMarked;
