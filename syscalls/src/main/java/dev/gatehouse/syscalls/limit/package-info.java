/** Limits on what runs may change, write and leave behind; configuration, without state. */
@NullMarked
package dev.gatehouse.syscalls.limit;

import org.jspecify.annotations.NullMarked;
