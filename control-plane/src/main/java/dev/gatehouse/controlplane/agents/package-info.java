/** Registration of agents by operators. */
@NullMarked
package dev.gatehouse.controlplane.agents;

import org.jspecify.annotations.NullMarked;
