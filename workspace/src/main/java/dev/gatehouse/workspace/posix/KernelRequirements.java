package dev.gatehouse.workspace.posix;

import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** What the gateway needs of the machine before it touches a file; there is no fallback. */
public final class KernelRequirements {
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

  private KernelRequirements() {}

  /**
   * Proves that openat2 confines look-ups and that names are UTF-8.
   *
   * @throws WorkspaceException WORKSPACE_KERNEL_UNFIT, naming what is missing
   */
  public static void require() {
    require(
        ARCHITECTURES.contains(System.getProperty("os.arch", "")), "amd64 or aarch64 is needed");
    require(
        System.getProperty("sun.jnu.encoding", "").equals("UTF-8"),
        "the locale is not UTF-8; start Java with LC_ALL=C.UTF-8");
    try (Descriptor proc = OpenAt.own(Path.of("/proc"))) {
      long inside = OpenAt.beneath(proc, ascii("stat"), OpenAt.HANDLE, 0);
      require(inside >= 0, "openat2 answers errno " + -inside);
      new Descriptor((int) inside).close();
      refused(proc, "../etc", -Errno.EXDEV);
      refused(proc, "mounts", -Errno.ELOOP);
    }
  }

  private static void refused(Descriptor proc, String path, long expected) {
    long result = OpenAt.beneath(proc, ascii(path), OpenAt.READ, 0);
    if (result >= 0) {
      new Descriptor((int) result).close();
    }
    require(result == expected, "openat2 does not confine " + path);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new WorkspaceException(WorkspaceErrorCode.WORKSPACE_KERNEL_UNFIT, what);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
