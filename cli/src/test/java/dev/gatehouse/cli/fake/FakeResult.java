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
public record FakeResult(
    int exitCode, String stdout, Map<String, Optional<String>> writes, long networkAttempts) {

  /** A command that only exits. */
  public static FakeResult exit(int code) {
    return new FakeResult(code, "", Map.of(), 0);
  }

  /** A command that writes one file. */
  public static FakeResult writing(String path, String content) {
    return new FakeResult(0, "", Map.of(path, Optional.of(content)), 0);
  }

  /** A command that deletes one file. */
  public static FakeResult deleting(String path) {
    return new FakeResult(0, "", Map.of(path, Optional.empty()), 0);
  }
}
