/** The check: is a run folder whole, chained and signed. */
@NullMarked
package dev.gatehouse.evidence.check;

import org.jspecify.annotations.NullMarked;
