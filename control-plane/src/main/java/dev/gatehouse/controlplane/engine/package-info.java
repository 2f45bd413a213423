/**
 * The Docker Engine as the gateway uses it: connected when needed, guarded by breaker and bulkhead.
 */
@NullMarked
package dev.gatehouse.controlplane.engine;

import org.jspecify.annotations.NullMarked;
