/**
 * One command in one network-off container: its outcome, the directory that it wrote into, and what
 * the kernel and the engine say about how it was confined.
 */
@NullMarked
package dev.gatehouse.sandbox;

import org.jspecify.annotations.NullMarked;
