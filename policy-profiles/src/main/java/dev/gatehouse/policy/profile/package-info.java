/** The model of a policy profile: rules over paths and commands, limits, the verification plan. */
@NullMarked
package dev.gatehouse.policy.profile;

import org.jspecify.annotations.NullMarked;
