/** What the journal of a run says, folded line by line. */
@NullMarked
package dev.gatehouse.syscalls.state;

import org.jspecify.annotations.NullMarked;
