/** Metrics of the gateway, and the ids of run and call in its log. */
@NullMarked
package dev.gatehouse.controlplane.metrics;

import org.jspecify.annotations.NullMarked;
