/** What operators alone send and receive: repositories, agents, profiles, approvals, merges. */
@NullMarked
package dev.gatehouse.client.operator;

import org.jspecify.annotations.NullMarked;
