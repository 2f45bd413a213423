package dev.gatehouse.sandbox.confinement;

import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Reads from {@code /proc} of the host how process 1 of a container is confined. The gateway must
 * see the host's processes and may look into those of the run: as root it does.
 */
public final class ProcConfinementCheck {
  private static final String NO_CAPABILITY = "0000000000000000";

  /**
   * Mount points that the runtime itself makes writable; each is empty, masked or of one container.
   */
  private static final Set<String> WRITABLE =
      Set.of(
          "/dev",
          "/dev/mqueue",
          "/dev/pts",
          "/dev/shm",
          "/proc",
          "/proc/cmdline",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/version",
          "/sys/fs/cgroup");

  private static final Duration POLL = Duration.ofMillis(1);

  private static final List<String> OWN_NAMESPACES =
      List.of("cgroup", "ipc", "mnt", "net", "pid", "uts");

  private final Path proc;
  private final List<IsolationReport.Item> items = new ArrayList<>();

  private ProcConfinementCheck(long pid) {
    this.proc = Path.of("/proc", Long.toString(pid));
  }

  /**
   * Everything that is read back of process {@code pid}.
   *
   * @param network the network namespace that it must be in, as the kernel names it; empty when it
   *     only must not be the host's
   */
  public static List<IsolationReport.Item> compare(
      long pid, ContainerProfile profile, Optional<String> network) {
    ProcConfinementCheck readBack = new ProcConfinementCheck(pid);
    try {
      readBack.status(profile);
      readBack.namespaces(network);
      readBack.limits(profile.limits());
      readBack.mounts(profile);
      readBack.items.addAll(CgroupLimits.of(pid).compare(profile.limits()));
      return List.copyOf(readBack.items);
    } catch (IOException e) {
      throw unreadable(pid, e);
    }
  }

  /** A process that has ended says nothing about its confinement. */
  private static SandboxException unreadable(long pid, IOException cause) {
    return Files.exists(Path.of("/proc", Long.toString(pid)))
        ? SandboxException.isolationMismatch("the confinement cannot be read back: " + cause)
        : SandboxException.lost("a container has ended while its confinement was read back");
  }

  /**
   * Waits until process {@code pid} is the starter: for a moment after the engine's start it is
   * still the runtime, about to become it. Longer than {@code wait} is left to the comparison.
   */
  public static void awaitStarter(long pid, Duration wait) {
    Path program = Path.of("/proc", Long.toString(pid), "exe");
    long end = System.nanoTime() + wait.toNanos();
    while (Files.isSymbolicLink(program) && !isStarter(program) && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean isStarter(Path program) {
    try {
      return link(program).equals(ContainerProfile.STARTER);
    } catch (IOException e) {
      return false;
    }
  }

  /** The network namespace of a process, as the kernel names it. */
  public static String networkNamespace(long pid) {
    try {
      return namespace(Path.of("/proc", Long.toString(pid)), "net");
    } catch (IOException e) {
      throw unreadable(pid, e);
    }
  }

  private void status(ContainerProfile profile) throws IOException {
    List<String> status = Files.readAllLines(proc.resolve("status"));
    String gid = Integer.toString(profile.gid());
    item("process.program", ContainerProfile.STARTER, link(proc.resolve("exe")));
    item("process.first", "1", last(field(status, "NSpid")));
    item("process.uids", four(profile.uid()), field(status, "Uid"));
    item("process.gids", four(profile.gid()), field(status, "Gid"));
    String groups = field(status, "Groups");
    item("process.groups", groups.equals(gid) ? gid : "", groups);
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      item("capabilities." + set, NO_CAPABILITY, field(status, set));
    }
    item("no-new-privileges", "1", field(status, "NoNewPrivs"));
    item("seccomp.mode", "2", field(status, "Seccomp"));
    String label = securityLabel();
    item("security-module.label", label, label);
  }

  /** What AppArmor or SELinux calls the process; recorded, since not every host has one. */
  private String securityLabel() {
    try {
      return Files.readString(proc.resolve("attr/current")).replace("\0", "").strip();
    } catch (IOException e) {
      return "none";
    }
  }

  private void namespaces(Optional<String> network) throws IOException {
    for (String kind : OWN_NAMESPACES) {
      boolean shared = namespace(proc, kind).equals(namespace(Path.of("/proc/self"), kind));
      item(
          "namespace." + kind, "not the gateway's", shared ? "the gateway's" : "not the gateway's");
    }
    String found = namespace(proc, "net");
    item("network.namespace", network.orElse(found), found);
    String user = namespace(proc, "user");
    item("namespace.user", user, user);
    String interfaces =
        Files.readAllLines(proc.resolve("net/dev")).stream()
            .filter(line -> line.contains(":"))
            .map(line -> line.substring(0, line.indexOf(':')).strip())
            .sorted()
            .collect(Collectors.joining(" "));
    item("network.interfaces", "lo", interfaces);
  }

  private void limits(SandboxLimits limits) throws IOException {
    List<String> found = Files.readAllLines(proc.resolve("limits"));
    limit(found, "Max core file size", 0);
    limit(found, "Max open files", limits.openFiles());
    limit(found, "Max file size", limits.fileBytes());
  }

  private void limit(List<String> found, String name, long expected) {
    String hard =
        found.stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(name.length()).strip().split("\\s+")[1])
            .findFirst()
            .orElse("absent");
    item("limit." + name.substring(4).replace(' ', '-'), Long.toString(expected), hard);
  }

  private void mounts(ContainerProfile profile) throws IOException {
    MountTable table = MountTable.of(proc.getFileName().toString());
    Set<String> writable = new TreeSet<>();
    for (MountTable.Mount mount : table.mounts()) {
      if (mount.options().contains("rw")
          && !WRITABLE.contains(mount.point())
          && !profile.volumes().containsKey(mount.point())) {
        writable.add(mount.point());
      }
    }
    item("mounts.writable-beyond-profile", "[]", writable.toString());
    for (String fact : MaskedHostConfig.HOST_FACTS) {
      item("mount." + fact + ".masked", "true", String.valueOf(table.at(fact).isPresent()));
    }
    for (String point : new TreeSet<>(profile.volumes().keySet())) {
      Optional<MountTable.Mount> mount = table.at(point);
      String type = point.equals(SandboxLayout.MOUNT_POINT) ? "overlay" : "tmpfs";
      item("mount." + point + ".type", type, mount.map(MountTable.Mount::type).orElse("absent"));
      Set<String> flags = new TreeSet<>(Set.of("nodev", "nosuid", "rw"));
      Set<String> kept = new TreeSet<>(flags);
      mount.ifPresentOrElse(m -> kept.retainAll(m.options()), kept::clear);
      item("mount." + point + ".flags", flags.toString(), kept.toString());
    }
  }

  private void item(String name, String expected, String actual) {
    items.add(new IsolationReport.Item(name, expected, actual));
  }

  private static String namespace(Path proc, String kind) throws IOException {
    return link(proc.resolve("ns").resolve(kind));
  }

  private static String link(Path path) throws IOException {
    return Files.readSymbolicLink(path).toString();
  }

  private static String field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("absent");
  }

  private static String last(String values) {
    return values.substring(values.lastIndexOf('\t') + 1);
  }

  private static String four(int id) {
    return (id + "\t").repeat(3) + id;
  }
}
