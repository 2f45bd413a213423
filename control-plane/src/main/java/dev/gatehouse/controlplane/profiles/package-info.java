/** Profiles that runs may name: the shipped ones, an operator's own files, and derived ones. */
@NullMarked
package dev.gatehouse.controlplane.profiles;

import org.jspecify.annotations.NullMarked;
