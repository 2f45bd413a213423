/** Words that ask a gateway, as an operator does. */
@NullMarked
package dev.gatehouse.cli.remote;

import org.jspecify.annotations.NullMarked;
