/** The one entry to an open run (complete mediation). */
@NullMarked
package dev.gatehouse.syscalls.dispatch;

import org.jspecify.annotations.NullMarked;
