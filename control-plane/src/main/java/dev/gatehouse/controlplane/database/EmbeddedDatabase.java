package dev.gatehouse.controlplane.database;

import dev.gatehouse.postgres.EmbeddedPostgres;
import dev.gatehouse.postgres.PostgresException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The server in the gateway's data directory: it starts and stops with the gateway.
 *
 * @param server the running server
 */
record EmbeddedDatabase(EmbeddedPostgres server) implements Database, AutoCloseable {
  private static final String REBUILD =
      "move the data directory's postgres folder away, start again, and run gatehouse reconcile"
          + " --rebuild: it is filled from the run folders";
  private static final String ANOTHER =
      ", or name another PostgreSQL, 15 or newer, with --gatehouse.database-url";

  /**
   * Starts the server below {@code directory}, and makes its cluster where there is none.
   *
   * @throws DatabaseUnavailableException naming what failed and what to do
   */
  static EmbeddedDatabase start(Path directory, RandomGenerator random) {
    return new EmbeddedDatabase(translated(() -> EmbeddedPostgres.start(directory, random)));
  }

  @Override
  public String url() {
    return server.url();
  }

  @Override
  public Properties credentials() {
    return server.credentials();
  }

  @Override
  public void restart() {
    translated(() -> {
      server.restart();
      return server;
    });
  }

  @Override
  public void close() {
    translated(() -> {
      server.close();
      return server;
    });
  }

  private static EmbeddedPostgres translated(Supplier<EmbeddedPostgres> action) {
    try {
      return action.get();
    } catch (PostgresException e) {
      throw new DatabaseUnavailableException(String.valueOf(e.getMessage()), nextStep(e), e);
    }
  }

  private static String nextStep(PostgresException failure) {
    return switch (failure.kind()) {
      case ENVIRONMENT -> failure.nextStep();
      case CLUSTER -> REBUILD;
      case PROGRAMS -> failure.nextStep() + ANOTHER;
    };
  }
}
