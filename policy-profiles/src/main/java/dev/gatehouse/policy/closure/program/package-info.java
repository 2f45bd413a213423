/** Programs by their names, options and inputs. */
@NullMarked
package dev.gatehouse.policy.closure.program;

import org.jspecify.annotations.NullMarked;
