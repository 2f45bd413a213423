/** Repositories that operators register, and the gateway's copies of them. */
@NullMarked
package dev.gatehouse.controlplane.repositories;

import org.jspecify.annotations.NullMarked;
