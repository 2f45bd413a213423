/** Tests of the verifier: real containers, and reports as hostile code writes them. */
@NullMarked
package dev.gatehouse.verifier;

import org.jspecify.annotations.NullMarked;
