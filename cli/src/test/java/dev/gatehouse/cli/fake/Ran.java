package dev.gatehouse.cli.fake;

import java.util.Map;
import java.util.Optional;

/**
 * What a command does in the fake.
 *
 * @param exitCode its exit status
 * @param stdout what it prints
 * @param writes new content of paths; empty means deleted
 * @param networkAttempts what the kernel would count
 */
public record Ran(
    int exitCode, String stdout, Map<String, Optional<String>> writes, long networkAttempts) {

  /** A command that only exits. */
  public static Ran exit(int code) {
    return new Ran(code, "", Map.of(), 0);
  }

  /** A command that writes one file. */
  public static Ran writing(String path, String content) {
    return new Ran(0, "", Map.of(path, Optional.of(content)), 0);
  }

  /** A command that deletes one file. */
  public static Ran deleting(String path) {
    return new Ran(0, "", Map.of(path, Optional.empty()), 0);
  }
}
