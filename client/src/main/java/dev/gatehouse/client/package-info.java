/** A small Java client of the REST API: one method per call, one record per body. */
@NullMarked
package dev.gatehouse.client;

import org.jspecify.annotations.NullMarked;
