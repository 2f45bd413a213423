/** The command line program: its words, and what its exit codes mean. */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
