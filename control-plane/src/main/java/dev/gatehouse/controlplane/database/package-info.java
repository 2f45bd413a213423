/** The database that coordinates: PostgreSQL inside, or another one by its address. */
@NullMarked
package dev.gatehouse.controlplane.database;

import org.jspecify.annotations.NullMarked;
