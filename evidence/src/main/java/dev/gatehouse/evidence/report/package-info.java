/** The verifier report: what the verification plan showed on exactly the committed tree. */
@NullMarked
package dev.gatehouse.evidence.report;

import org.jspecify.annotations.NullMarked;
