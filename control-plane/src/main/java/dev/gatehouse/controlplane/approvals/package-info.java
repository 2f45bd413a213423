/** The operators' face of held changes: list, look, decide. */
@NullMarked
package dev.gatehouse.controlplane.approvals;

import org.jspecify.annotations.NullMarked;
