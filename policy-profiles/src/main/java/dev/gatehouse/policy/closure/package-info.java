/**
 * What rules and a plan take beside what their patterns name: where links of the base lead, and
 * what steps, makefiles and scripts of the base name.
 */
@NullMarked
package dev.gatehouse.policy.closure;

import org.jspecify.annotations.NullMarked;
