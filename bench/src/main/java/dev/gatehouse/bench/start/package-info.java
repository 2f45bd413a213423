/** How long a start takes beside open runs. */
@NullMarked
package dev.gatehouse.bench.start;

import org.jspecify.annotations.NullMarked;
