/** Every test runs real containers on the Docker Engine of this machine. */
@NullMarked
package dev.gatehouse.sandbox;

import org.jspecify.annotations.NullMarked;
