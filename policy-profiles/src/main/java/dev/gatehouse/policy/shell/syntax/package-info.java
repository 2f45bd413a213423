/** Reads the text of a shell string into commands and words, and says what is not read. */
@NullMarked
package dev.gatehouse.policy.shell.syntax;

import org.jspecify.annotations.NullMarked;
