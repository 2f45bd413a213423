/** Measures the started product beside a plain container that does the same. */
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
