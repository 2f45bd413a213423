/** Follows commands to the files that they start or read settings from. */
@NullMarked
package dev.gatehouse.policy.closure.command;

import org.jspecify.annotations.NullMarked;
