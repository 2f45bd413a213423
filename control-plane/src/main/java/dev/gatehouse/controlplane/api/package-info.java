/**
 * What every HTTP call passes: bounds, strict JSON, authentication, and problems with stable codes.
 */
@NullMarked
package dev.gatehouse.controlplane.api;

import org.jspecify.annotations.NullMarked;
