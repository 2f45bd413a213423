/** Decisions of operators on held changes. */
@NullMarked
package dev.gatehouse.syscalls.approval;

import org.jspecify.annotations.NullMarked;
