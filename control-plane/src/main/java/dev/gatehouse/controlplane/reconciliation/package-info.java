/** Compares folders, gateway log and rows; names each difference, repairs what folders decide. */
@NullMarked
package dev.gatehouse.controlplane.reconciliation;

import org.jspecify.annotations.NullMarked;
