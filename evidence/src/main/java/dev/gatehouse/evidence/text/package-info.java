/** Facts about the characters of text that people and other programs read. */
@NullMarked
package dev.gatehouse.evidence.text;

import org.jspecify.annotations.NullMarked;
