/** The few file operations that evidence is written with, and when each of them is durable. */
@NullMarked
package dev.gatehouse.evidence.durable;

import org.jspecify.annotations.NullMarked;
