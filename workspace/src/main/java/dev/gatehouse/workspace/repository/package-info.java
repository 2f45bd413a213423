/** The gateway's own bare mirrors, and git: fixed arguments, emptied environment, no hooks. */
@NullMarked
package dev.gatehouse.workspace.repository;

import org.jspecify.annotations.NullMarked;
