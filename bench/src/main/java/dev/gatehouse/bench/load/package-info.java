/** A hostile load beside honest agents: what the honest ones notice of it. */
@NullMarked
package dev.gatehouse.bench.load;

import org.jspecify.annotations.NullMarked;
