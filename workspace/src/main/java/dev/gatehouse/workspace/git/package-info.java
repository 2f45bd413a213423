/** Processes of git: with fixed arguments, an emptied environment, and no hook or configuration. */
@NullMarked
package dev.gatehouse.workspace.git;

import org.jspecify.annotations.NullMarked;
