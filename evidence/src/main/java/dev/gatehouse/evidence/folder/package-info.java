/** The run folder: written while a run is open, read by gates and people, sealed once. */
@NullMarked
package dev.gatehouse.evidence.folder;

import org.jspecify.annotations.NullMarked;
