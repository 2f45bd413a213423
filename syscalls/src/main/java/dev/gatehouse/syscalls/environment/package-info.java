/** The sandbox of one run, and what it finds there. */
@NullMarked
package dev.gatehouse.syscalls.environment;

import org.jspecify.annotations.NullMarked;
