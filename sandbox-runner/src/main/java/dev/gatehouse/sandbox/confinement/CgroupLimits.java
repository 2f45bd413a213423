package dev.gatehouse.sandbox.confinement;

import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The limits of the cgroups that a process is in, v1 or v2, as the kernel has them. */
final class CgroupLimits {
  private static final String ABSENT = "absent";
  private final MountTable mounts;
  private final Map<String, String> groups = new TreeMap<>();

  private CgroupLimits(MountTable mounts, List<String> lines) {
    this.mounts = mounts;
    for (String line : lines) {
      List<String> parts = List.of(line.split(":", 3));
      for (String controller : parts.get(1).split(",")) {
        groups.put(controller, parts.get(2));
      }
    }
  }

  static CgroupLimits of(long pid) throws IOException {
    return new CgroupLimits(
        MountTable.own(), Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")));
  }

  List<IsolationReport.Item> compare(SandboxLimits limits) throws IOException {
    boolean v1 = groups.containsKey("memory");
    long period = 100_000;
    String quota = Long.toString(limits.cpuMillis() * period / 1000);
    String memory = Long.toString(limits.memoryBytes());
    String processes = Integer.toString(limits.processes());
    return v1
        ? List.of(
            new IsolationReport.Item("cgroup.version", "1", "1"),
            new IsolationReport.Item(
                "cgroup.memory", memory, read("memory", "memory.limit_in_bytes")),
            new IsolationReport.Item(
                "cgroup.memory-and-swap", memory, read("memory", "memory.memsw.limit_in_bytes")),
            new IsolationReport.Item(
                "cgroup.cpu",
                quota + " " + period,
                read("cpu", "cpu.cfs_quota_us") + " " + read("cpu", "cpu.cfs_period_us")),
            new IsolationReport.Item("cgroup.processes", processes, read("pids", "pids.max")))
        : List.of(
            new IsolationReport.Item("cgroup.version", "2", groups.containsKey("") ? "2" : ABSENT),
            new IsolationReport.Item("cgroup.memory", memory, read("", "memory.max")),
            new IsolationReport.Item("cgroup.swap", "0", read("", "memory.swap.max")),
            new IsolationReport.Item("cgroup.cpu", quota + " " + period, read("", "cpu.max")),
            new IsolationReport.Item("cgroup.processes", processes, read("", "pids.max")));
  }

  private String read(String controller, String file) throws IOException {
    Optional<MountTable.Mount> mount = mounts.cgroup(controller);
    String group = groups.get(controller);
    if (mount.isEmpty() || group == null) {
      return ABSENT;
    }
    String root = mount.get().root().equals("/") ? "" : mount.get().root();
    String below = group.startsWith(root) ? group.substring(root.length()) : group;
    Path path = Path.of(mount.get().point() + below, file);
    return Files.exists(path) ? Files.readString(path).strip() : ABSENT;
  }
}
