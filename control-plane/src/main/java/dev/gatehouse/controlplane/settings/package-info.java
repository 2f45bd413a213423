/** The gateway's configuration: one validated record, and what a start says about a wrong value. */
@NullMarked
package dev.gatehouse.controlplane.settings;

import org.jspecify.annotations.NullMarked;
