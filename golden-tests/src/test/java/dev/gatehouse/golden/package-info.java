/** Black-box tests of the started product, and what they stand on. */
@NullMarked
package dev.gatehouse.golden;

import org.jspecify.annotations.NullMarked;
