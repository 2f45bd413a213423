/** What tests of all modules share: which of them need more than a JDK, and what was left out. */
@NullMarked
package dev.gatehouse.testing;

import org.jspecify.annotations.NullMarked;
