package dev.gatehouse.syscalls;

import java.util.Map;

/** What every command finds: a fixed environment, nothing of the gateway's (promise A4). */
final class SandboxEnvironment {
  /** Where the workspace is seen. */
  static final String WORKSPACE = "/workspace";

  static final Map<String, String> VARIABLES =
      Map.of(
          "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
          "HOME", "/tmp",
          "LANG", "C.UTF-8",
          "LC_ALL", "C.UTF-8",
          "TERM", "dumb",
          "PYTHONDONTWRITEBYTECODE", "1");

  private SandboxEnvironment() {}
}
