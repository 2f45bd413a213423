/**
 * What operators set up: repositories, agents, profiles; and what they ask of the control plane.
 */
@NullMarked
package dev.gatehouse.controlplane.administration;

import org.jspecify.annotations.NullMarked;
