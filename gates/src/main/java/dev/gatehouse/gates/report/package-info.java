/** What gates find, the gate report, and where a run goes by it. */
@NullMarked
package dev.gatehouse.gates.report;

import org.jspecify.annotations.NullMarked;
