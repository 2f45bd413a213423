package dev.gatehouse.sandbox.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mounts that a process sees, from {@code /proc/PID/mountinfo} (proc(5)).
 *
 * @param mounts in the order of the kernel; of two at one point the later one covers the earlier
 */
public record MountTable(List<MountTable.Mount> mounts) {
  /**
   * One mount.
   *
   * @param root what of the file system is mounted
   * @param point where
   * @param options of this mount, such as "rw,nosuid"
   * @param type of the file system
   * @param fileSystemOptions such as "rw,size=64k"
   */
  public record Mount(
      String root, String point, Set<String> options, String type, Set<String> fileSystemOptions) {
    /** The value of {@code name=value} among the options of the file system. */
    public Optional<String> option(String name) {
      return fileSystemOptions.stream()
          .filter(o -> o.startsWith(name + "="))
          .map(o -> o.substring(name.length() + 1))
          .findFirst();
    }
  }

  static MountTable of(String pid) throws IOException {
    return new MountTable(
        Files.readAllLines(Path.of("/proc", pid, "mountinfo")).stream()
            .map(MountTable::parse)
            .toList());
  }

  public static MountTable own() throws IOException {
    return of("self");
  }

  private static Mount parse(String line) {
    List<String> halves = List.of(line.split(" - ", 2));
    List<String> mount = List.of(halves.get(0).split(" "));
    List<String> fileSystem = List.of(halves.get(1).split(" ", 3));
    return new Mount(
        unescape(mount.get(3)),
        unescape(mount.get(4)),
        options(mount.get(5)),
        fileSystem.get(0),
        options(fileSystem.get(2)));
  }

  private static Set<String> options(String list) {
    return new TreeSet<>(Arrays.asList(list.split(",")));
  }

  private static String unescape(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  public Optional<Mount> at(String point) {
    return mounts.reversed().stream().filter(m -> m.point().equals(point)).findFirst();
  }

  /** The mount of a cgroup controller (v1), or of the one hierarchy for "" (v2). */
  Optional<Mount> cgroup(String controller) {
    return mounts.stream()
        .filter(m ->
            controller.isEmpty()
                ? m.type().equals("cgroup2")
                : m.type().equals("cgroup") && m.fileSystemOptions().contains(controller))
        .findFirst();
  }
}
