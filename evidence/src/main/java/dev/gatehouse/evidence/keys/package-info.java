/** The gateway's two keys, and the list of the keys that a check trusts. */
@NullMarked
package dev.gatehouse.evidence.keys;

import org.jspecify.annotations.NullMarked;
