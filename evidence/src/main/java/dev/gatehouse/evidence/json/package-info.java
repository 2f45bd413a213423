/** JSON as evidence holds it: a strict reader and one canonical form (RFC 8785 without floats). */
@NullMarked
package dev.gatehouse.evidence.json;

import org.jspecify.annotations.NullMarked;
