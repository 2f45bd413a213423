/** The journal: the hash-chained list of everything that happened in a run. */
@NullMarked
package dev.gatehouse.evidence.journal;

import org.jspecify.annotations.NullMarked;
