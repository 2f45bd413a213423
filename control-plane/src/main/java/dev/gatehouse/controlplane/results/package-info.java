/** What a run made of its base, how that was judged, and its sealed folder, for reading. */
@NullMarked
package dev.gatehouse.controlplane.results;

import org.jspecify.annotations.NullMarked;
