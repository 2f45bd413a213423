/** Sealed folders of each format, as gateways wrote them, read by everything that reads folders. */
@NullMarked
package dev.gatehouse.format;

import org.jspecify.annotations.NullMarked;
