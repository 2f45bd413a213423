package dev.gatehouse.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One PostgreSQL cluster on disk: made, started and stopped. Durable (fsync, checksums), on
 * loopback alone, and every connection gives its password.
 *
 * @param directory PostgreSQL's data directory
 * @param logs where the server writes
 * @param stopWithin how long a stop in order may take before the server is killed
 */
record PostgresCluster(Path directory, Path logs, PostgresProgram programs, Duration stopWithin) {
  static final String SUPERUSER = "gatehouse";

  private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(15);
  static final String REPLACE = "move the cluster's directory away and start again";

  /**
   * Makes the cluster, whole or not at all.
   *
   * @param password the superuser's, until {@link GatewayRole} takes it over
   */
  void initialize(String password) throws IOException {
    Path fresh = directory.resolveSibling(directory.getFileName() + ".new");
    Path passwordFile = directory.resolveSibling("initdb.password");
    DirectoryTree.delete(fresh);
    PostgresUser maker = programs.user().maker();
    maker.makeDirectory(fresh);
    PrivateFile.write(passwordFile, password);
    try {
      maker.own(passwordFile);
      PostgresProgram.Ending ending =
          new PostgresProgram(programs.binaries(), maker, programs.output())
              .run(
                  "initdb",
                  List.of(
                      "--pgdata=" + fresh,
                      "--username=" + SUPERUSER,
                      "--encoding=UTF8",
                      "--locale=C",
                      "--auth=scram-sha-256",
                      "--pwfile=" + passwordFile,
                      "--data-checksums"),
                  INIT_LIMIT);
      if (!ending.succeeded()) {
        throw new PostgresException(
            PostgresException.Kind.ENVIRONMENT,
            "PostgreSQL's cluster could not be made: " + ending.printed(),
            "correct the cause named here and start again");
      }
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    programs.user().takeOver(fresh);
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  Path log() {
    return logs.resolve("server.log");
  }

  boolean exists() {
    return Files.exists(directory);
  }

  boolean isRunning() throws IOException {
    return Postmaster.of(directory).isPresent();
  }

  /**
   * Starts the server and returns when it accepts connections.
   *
   * @throws PostgresException if it does not, with the end of its log
   */
  void start(int port) throws IOException {
    PostgresProgram.Ending ending =
        programs.run(
            "pg_ctl",
            List.of(
                "start",
                "--pgdata=" + directory,
                "--wait",
                "--timeout=" + START_LIMIT.toSeconds(),
                "--log=" + log(),
                "--options="
                    + String.join(
                        " ",
                        "-p " + port,
                        "-c listen_addresses=127.0.0.1",
                        "-c unix_socket_directories=",
                        "-c max_connections=40",
                        "-c fsync=on",
                        "-c synchronous_commit=on",
                        "-c shared_buffers=32MB",
                        "-c log_min_messages=warning")),
            START_LIMIT.plusSeconds(5));
    if (!ending.succeeded()) {
      throw new PostgresException(
          PostgresException.Kind.CLUSTER,
          "PostgreSQL did not start: " + PostgresProgram.tail(log()),
          REPLACE);
    }
  }

  /**
   * Stops the server, if one runs, whichever process started it: sessions are ended, nothing
   * committed is lost. One that does not end in order, since it was itself stopped or hangs, is
   * killed; the next start recovers from its log.
   */
  void stop() throws IOException {
    if (isRunning()) {
      programs.run(
          "pg_ctl",
          List.of(
              "stop",
              "--pgdata=" + directory,
              "--mode=fast",
              "--wait",
              "--timeout=" + stopWithin.toSeconds()),
          stopWithin.plusSeconds(5));
    }
    Optional<Postmaster> left = Postmaster.of(directory);
    if (left.isPresent() && !left.get().kill(KILL_LIMIT)) {
      throw new PostgresException(
          PostgresException.Kind.ENVIRONMENT,
          "the PostgreSQL of this data directory does not end: process "
              + left.get().process().pid(),
          "end that process, then start again");
    }
  }
}
