/** Reads shell text: words, quotes, variables and patterns, without what commands do. */
@NullMarked
package dev.gatehouse.policy.closure.shell;

import org.jspecify.annotations.NullMarked;
