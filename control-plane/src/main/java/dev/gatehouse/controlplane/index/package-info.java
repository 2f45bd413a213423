/** What is known of the sealed runs without opening their folders: one line of a file for each. */
@NullMarked
package dev.gatehouse.controlplane.index;

import org.jspecify.annotations.NullMarked;
