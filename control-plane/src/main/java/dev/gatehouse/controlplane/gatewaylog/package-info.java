/**
 * The gateway log: who may do what, and what was merged, as a chained list that no row overrules.
 */
@NullMarked
package dev.gatehouse.controlplane.gatewaylog;

import org.jspecify.annotations.NullMarked;
