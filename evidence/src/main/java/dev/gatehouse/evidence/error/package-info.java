/** The error model: every refusal and failure has a stable code of a known type. */
@NullMarked
package dev.gatehouse.evidence.error;

import org.jspecify.annotations.NullMarked;
