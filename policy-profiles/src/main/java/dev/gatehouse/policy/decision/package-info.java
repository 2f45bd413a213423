/** The decisions that follow from one profile and one base. */
@NullMarked
package dev.gatehouse.policy.decision;

import org.jspecify.annotations.NullMarked;
