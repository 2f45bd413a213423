/** Reads shell strings into the simple commands that they can start. */
@NullMarked
package dev.gatehouse.policy.shell;

import org.jspecify.annotations.NullMarked;
