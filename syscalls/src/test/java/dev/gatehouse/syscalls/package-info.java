/** The dispatcher against a real engine, a real workspace and a real folder. */
@NullMarked
package dev.gatehouse.syscalls;

import org.jspecify.annotations.NullMarked;
