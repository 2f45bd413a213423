/** Files by descriptor: openat2 and its relatives through the foreign function API. */
@NullMarked
package dev.gatehouse.workspace.posix;

import org.jspecify.annotations.NullMarked;
