/** What a gate reads: the events and changes of a run. */
@NullMarked
package dev.gatehouse.gates.history;

import org.jspecify.annotations.NullMarked;
