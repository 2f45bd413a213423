/** Reads the base: files, links, and the paths that something in it names. */
@NullMarked
package dev.gatehouse.policy.closure.base;

import org.jspecify.annotations.NullMarked;
