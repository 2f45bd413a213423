/** What happens to runs of a former process, and to runs whose evidence could not be written. */
@NullMarked
package dev.gatehouse.controlplane.runs.recovery;

import org.jspecify.annotations.NullMarked;
