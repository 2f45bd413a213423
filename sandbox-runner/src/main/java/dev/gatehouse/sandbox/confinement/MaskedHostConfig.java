package dev.gatehouse.sandbox.confinement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A container's settings with the list of paths that it finds empty, which docker-java's own type
 * has not. The list takes the place of the engine's: it holds all of those, and what names the host
 * besides.
 */
public final class MaskedHostConfig extends HostConfig {
  private static final long serialVersionUID = 1L;
  private static final String MEMBER = "MaskedPaths";
  static final List<String> HOST_FACTS = List.of("/proc/cmdline", "/proc/version");
  public static final List<String> PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/cmdline",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/version",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  /** What the engine says that it masks in a container. */
  public static Object masked(InspectContainerResponse container) {
    return container.getRawValues().get("HostConfig") instanceof Map<?, ?> host
        ? Objects.requireNonNullElse(host.get(MEMBER), "")
        : "";
  }

  /** As the engine's API names it. */
  @JsonProperty(MEMBER)
  List<String> maskedPaths() {
    return PATHS;
  }
}
