package dev.gatehouse.controlplane.database;

import java.util.Properties;

/** The PostgreSQL that this gateway uses. */
public sealed interface Database permits EmbeddedDatabase, ExternalPostgres {
  /** The address, {@code jdbc:postgresql:…}. */
  String url();

  /** User and password, as far as the address does not name them. */
  Properties credentials();

  /**
   * Starts the server again, where the gateway started it.
   *
   * @throws DatabaseUnavailableException if it does not come back
   */
  void restart();
}
