/** Error codes of profiles and closures. */
@NullMarked
package dev.gatehouse.policy.error;

import org.jspecify.annotations.NullMarked;
