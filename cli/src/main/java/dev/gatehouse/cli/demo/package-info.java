/** The demonstration: one run from registration to verification, printed step by step. */
@NullMarked
package dev.gatehouse.cli.demo;

import org.jspecify.annotations.NullMarked;
