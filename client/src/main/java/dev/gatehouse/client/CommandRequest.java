package dev.gatehouse.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command for {@code exec.run}: an argument list, or a shell string.
 *
 * @param argv program and arguments; absent for a shell string
 * @param shell run by {@code bash -c}; absent for an argument list
 * @param directory where it starts; the workspace's root where absent
 * @param stdin text for its standard input
 * @param seconds its time limit; at most, and where absent, the profile's
 */
public record CommandRequest(
    Optional<List<String>> argv,
    Optional<String> shell,
    Optional<String> directory,
    Optional<String> stdin,
    OptionalInt seconds) {

  /** An argument list, in the workspace's root. */
  public static CommandRequest argv(String... argv) {
    return new CommandRequest(
        Optional.of(List.of(argv)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  /** A shell string, in the workspace's root. */
  public static CommandRequest shell(String script) {
    return new CommandRequest(
        Optional.empty(),
        Optional.of(script),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }
}
