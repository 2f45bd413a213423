/** Syscalls over REST. */
@NullMarked
package dev.gatehouse.controlplane.syscalls;

import org.jspecify.annotations.NullMarked;
