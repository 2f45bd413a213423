/** Room on the data directory's file system: asked before work begins, shown by readiness. */
@NullMarked
package dev.gatehouse.controlplane.storage;

import org.jspecify.annotations.NullMarked;
