package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.confinement.ContainerProfile;
import dev.gatehouse.sandbox.confinement.MaskedHostConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what the engine says a container is with its profile, before it is started. */
final class InspectConfinementCheck {
  private final List<IsolationReport.Item> items = new ArrayList<>();

  private InspectConfinementCheck() {}

  static List<IsolationReport.Item> compare(
      ContainerProfile profile, InspectContainerResponse found) {
    InspectConfinementCheck readBack = new InspectConfinementCheck();
    readBack.config(profile, found);
    readBack.host(profile, found.getHostConfig());
    readBack.item("engine.masked-paths", MaskedHostConfig.PATHS, MaskedHostConfig.masked(found));
    TreeMap<String, String> mounts = new TreeMap<>();
    for (InspectContainerResponse.Mount mount :
        Objects.requireNonNullElse(found.getMounts(), List.<InspectContainerResponse.Mount>of())) {
      mounts.put(
          String.valueOf(Objects.requireNonNull(mount.getDestination()).getPath()),
          String.valueOf(mount.getName()));
    }
    readBack.item("engine.mounts", new TreeMap<>(profile.volumes()), mounts);
    return List.copyOf(readBack.items);
  }

  private void config(ContainerProfile profile, InspectContainerResponse found) {
    ContainerConfig config = found.getConfig();
    item("engine.image", profile.imageId(), found.getImageId());
    item("engine.user", profile.user(), config.getUser());
    item("engine.entrypoint", List.of(ContainerProfile.STARTER), list(config.getEntrypoint()));
    item("engine.arguments", profile.arguments(), list(config.getCmd()));
    item("engine.environment", List.of(), list(config.getEnv()));
    item("engine.directory", "/", config.getWorkingDir());
    item("engine.tty", false, config.getTty());
    item("engine.stdin", profile.stdin(), config.getStdinOpen());
    item("engine.stdin-once", profile.stdin(), config.getStdInOnce());
  }

  private void host(ContainerProfile profile, HostConfig host) {
    item("engine.network", profile.network(), host.getNetworkMode());
    item("engine.privileged", false, host.getPrivileged());
    item("engine.capabilities-dropped", List.of("ALL"), list(host.getCapDrop()));
    item("engine.capabilities-added", List.of(), list(host.getCapAdd()));
    item("engine.security", profile.securityOptions().equals(host.getSecurityOpts()));
    item("engine.read-only-root", true, host.getReadonlyRootfs());
    item("engine.memory", profile.limits().memoryBytes(), host.getMemory());
    item("engine.memory-and-swap", profile.limits().memoryBytes(), host.getMemorySwap());
    item("engine.nano-cpus", profile.nanoCpus(), host.getNanoCPUs());
    item("engine.processes", (long) profile.limits().processes(), host.getPidsLimit());
    item("engine.ipc", "private", host.getIpcMode());
    item("engine.cgroup-namespace", "private", host.getCgroupnsMode());
    item("engine.pid-namespace", "", host.getPidMode());
    item("engine.uts-namespace", "", host.getUtSMode());
    item("engine.user-namespace", "", host.getUsernsMode());
    item("engine.binds", List.of(), list(host.getBinds()));
    item("engine.devices", List.of(), list(host.getDevices()));
    item("engine.groups-added", List.of(), host.getGroupAdd());
    item("engine.init", false, host.getInit());
    item("engine.auto-remove", false, host.getAutoRemove());
    item("engine.oom-kill-disabled", false, host.getOomKillDisable());
    String runtime = EngineResponses.orUnknown(host.getRuntime());
    item("engine.runtime", runtime, runtime);
  }

  /** A long value that is not worth repeating: only whether it is the profile's. */
  private void item(String name, boolean asProfile) {
    item(name, "as the profile", asProfile ? "as the profile" : "not the profile's");
  }

  private void item(String name, Object expected, @Nullable Object actual) {
    Object or =
        switch (expected) {
          case List<?> _ -> List.of();
          case Boolean _ -> false;
          default -> "";
        };
    items.add(
        new IsolationReport.Item(
            name, expected.toString(), Objects.requireNonNullElse(actual, or).toString()));
  }

  private static List<String> list(Object @Nullable [] array) {
    return array == null ? List.of() : Arrays.stream(array).map(String::valueOf).toList();
  }
}
