/** The parts of a request, and the strict JSON of its body. */
@NullMarked
package dev.gatehouse.controlplane.api.request;

import org.jspecify.annotations.NullMarked;
