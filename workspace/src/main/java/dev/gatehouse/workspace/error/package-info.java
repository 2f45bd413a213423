/** Errors of workspaces and repositories. */
@NullMarked
package dev.gatehouse.workspace.error;

import org.jspecify.annotations.NullMarked;
