/** One handler for each syscall, and what a call leaves in the journal. */
@NullMarked
package dev.gatehouse.syscalls.handler;

import org.jspecify.annotations.NullMarked;
