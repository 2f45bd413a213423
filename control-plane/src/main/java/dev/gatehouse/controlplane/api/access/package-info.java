/** Authentication and authorization: tokens, principals, and which of them may make a call. */
@NullMarked
package dev.gatehouse.controlplane.api.access;

import org.jspecify.annotations.NullMarked;
