/** What pytest and its settings, plug-ins and modules load. */
@NullMarked
package dev.gatehouse.policy.closure.python;

import org.jspecify.annotations.NullMarked;
