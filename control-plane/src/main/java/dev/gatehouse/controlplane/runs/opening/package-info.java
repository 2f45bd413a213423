/** Opening of runs: the request, the base that is pinned, the idempotency keys, and the answer. */
@NullMarked
package dev.gatehouse.controlplane.runs.opening;

import org.jspecify.annotations.NullMarked;
