/** The protocol of process 1 of a container. */
@NullMarked
package dev.gatehouse.sandbox.starter;

import org.jspecify.annotations.NullMarked;
