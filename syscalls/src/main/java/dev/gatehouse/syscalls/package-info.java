/** The dispatcher: the only way by which an agent changes anything (promise A1). */
@NullMarked
package dev.gatehouse.syscalls;

import org.jspecify.annotations.NullMarked;
