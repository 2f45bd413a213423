/**
 * The verifier: runs the verification plan on the committed tree, and reports truly (promise A6).
 */
@NullMarked
package dev.gatehouse.verifier;

import org.jspecify.annotations.NullMarked;
