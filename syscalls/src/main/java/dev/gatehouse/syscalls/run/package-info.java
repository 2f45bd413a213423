/** Open runs: their life cycle, lease, lock, resources and journal. */
@NullMarked
package dev.gatehouse.syscalls.run;

import org.jspecify.annotations.NullMarked;
