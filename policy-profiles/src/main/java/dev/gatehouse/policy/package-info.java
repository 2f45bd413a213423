/** The policy: profiles as operators write them, and the decisions that follow from one profile. */
@NullMarked
package dev.gatehouse.policy;

import org.jspecify.annotations.NullMarked;
