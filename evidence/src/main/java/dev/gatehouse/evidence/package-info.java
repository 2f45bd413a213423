/** Paths, digests, trees and changes: the words that every other module speaks. */
@NullMarked
package dev.gatehouse.evidence;

import org.jspecify.annotations.NullMarked;
