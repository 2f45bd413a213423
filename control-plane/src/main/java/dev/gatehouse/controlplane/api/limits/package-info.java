/** What calls may take: places, memory and time. */
@NullMarked
package dev.gatehouse.controlplane.api.limits;

import org.jspecify.annotations.NullMarked;
