/** An operator's merge: the only way from a sealed run into a repository (promise E2). */
@NullMarked
package dev.gatehouse.controlplane.merging;

import org.jspecify.annotations.NullMarked;
