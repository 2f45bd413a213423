package dev.gatehouse.controlplane.database;

import java.util.Properties;

/** The PostgreSQL that this gateway uses. */
public sealed interface Database permits EmbeddedPostgres, OtherPostgres {
  /** The address, {@code jdbc:postgresql:…}. */
  String url();

  /** User and password, as far as the address does not name them. */
  Properties credentials();

  /**
   * Brings the server back, where that is the gateway's to do.
   *
   * @throws DatabaseUnavailableException if it does not come back
   */
  void revive();
}
