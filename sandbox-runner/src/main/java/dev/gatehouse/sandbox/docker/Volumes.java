package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.confinement.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The volumes that the engine mounts for a run: bounded tmpfs, and overlays. */
final class Volumes {
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._/-]+");
  private static final long PAGE = 4096;

  private Volumes() {}

  static Map<String, String> tmpfs(RunSandboxSpec spec, long bytes, long inodes, String mode) {
    return Map.of(
        "type",
        "tmpfs",
        "device",
        "tmpfs",
        "o",
        "size=%s,nr_inodes=%s,uid=%s,gid=%s,mode=%s,nosuid,nodev"
            .formatted(bytes, inodes, spec.uid(), spec.gid(), mode));
  }

  /**
   * An overlay of {@code upper} over {@code lower}. Its features are named, so that what UPPER
   * looks like does not depend on how the kernel was built.
   */
  static Map<String, String> overlay(Path lower, Path upper, Path work) {
    return Map.of(
        "type",
        "overlay",
        "device",
        "overlay",
        "o",
        "lowerdir=%s,upperdir=%s,workdir=%s,redirect_dir=nofollow,index=off,metacopy=off,nosuid,nodev"
            .formatted(plain(lower), plain(upper), plain(work)));
  }

  /** A path that means the same inside a list of mount options. */
  static Path plain(Path path) {
    if (!PLAIN.matcher(path.toString()).matches() || !path.normalize().equals(path)) {
      throw new SandboxException(
          SandboxErrorCode.LAYER_PATH,
          "a directory for an overlay must be absolute and of [A-Za-z0-9._/-] only",
          "keep the data directory, and the engine's, on a path of plain characters");
    }
    return path;
  }

  static Path mountPoint(InspectVolumeResponse volume) {
    return plain(Path.of(volume.getMountpoint()));
  }

  /**
   * Refuses a layer volume that this process does not see as the engine mounted it: writes would go
   * to, and be read from, another place than the bounded one.
   */
  static void requireVisible(Path mountPoint, long bytes) {
    try {
      Optional<MountTable.Mount> mount = MountTable.own().at(mountPoint.toString());
      String expected = (bytes + PAGE - 1) / PAGE * (PAGE / 1024) + "k";
      if (mount
          .filter(m -> m.type().equals("tmpfs"))
          .flatMap(m -> m.option("size"))
          .filter(expected::equals)
          .isEmpty()) {
        throw new SandboxException(
            SandboxErrorCode.LAYER_HIDDEN,
            "the engine's volume at " + mountPoint + " is not seen here as the engine mounted it",
            "run gateway and engine in one mount namespace, or share the engine's directory");
      }
    } catch (IOException e) {
      throw SandboxException.isolationMismatch("the mount table cannot be read: " + e);
    }
  }
}
