/** What profiles decide of questions that are asked offline, one at a time or by the thousand. */
@NullMarked
package dev.gatehouse.cli.policy;

import org.jspecify.annotations.NullMarked;
