/** Changes that a command proposes, decided path by path. */
@NullMarked
package dev.gatehouse.syscalls.change;

import org.jspecify.annotations.NullMarked;
