/** A small stand-in for a gateway: the REST API's shapes over state in memory. */
@NullMarked
package dev.gatehouse.cli.fake;

import org.jspecify.annotations.NullMarked;
