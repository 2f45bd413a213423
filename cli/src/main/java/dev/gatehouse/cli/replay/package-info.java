/** A worker that sends a recorded run's commands through a gateway. */
@NullMarked
package dev.gatehouse.cli.replay;

import org.jspecify.annotations.NullMarked;
