/** The upper layer that a command wrote, read as changes. */
@NullMarked
package dev.gatehouse.workspace.layer;

import org.jspecify.annotations.NullMarked;
