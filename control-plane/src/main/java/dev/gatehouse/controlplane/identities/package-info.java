/** Who may speak to the gateway: tokens, and the identities that the gateway log gives them. */
@NullMarked
package dev.gatehouse.controlplane.identities;

import org.jspecify.annotations.NullMarked;
