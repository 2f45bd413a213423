/** The servlet container: its connections, and its own refusals as problems. */
@NullMarked
package dev.gatehouse.controlplane.api.connector;

import org.jspecify.annotations.NullMarked;
