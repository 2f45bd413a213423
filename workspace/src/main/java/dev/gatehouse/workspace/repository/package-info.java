/** The gateway's own bare mirrors of registered repositories. */
@NullMarked
package dev.gatehouse.workspace.repository;

import org.jspecify.annotations.NullMarked;
