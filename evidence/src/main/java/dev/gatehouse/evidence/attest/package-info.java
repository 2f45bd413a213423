/** What the gateway signs: envelopes, statements, the verdict and the seal. */
@NullMarked
package dev.gatehouse.evidence.attest;

import org.jspecify.annotations.NullMarked;
