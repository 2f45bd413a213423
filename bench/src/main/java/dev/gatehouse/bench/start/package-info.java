/** How long a start takes beside open or sealed runs, and a list of them. */
@NullMarked
package dev.gatehouse.bench.start;

import org.jspecify.annotations.NullMarked;
