/** Heavy computing for callers that wait: bounded in threads, in queue and in time. */
@NullMarked
package dev.gatehouse.controlplane.work;

import org.jspecify.annotations.NullMarked;
