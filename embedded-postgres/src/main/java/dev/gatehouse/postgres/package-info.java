/**
 * PostgreSQL's own programs as a child process of this one: unpacked, initialized, started and
 * stopped.
 */
@NullMarked
package dev.gatehouse.postgres;

import org.jspecify.annotations.NullMarked;
