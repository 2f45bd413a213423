package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import dev.gatehouse.sandbox.EngineFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the engine's answers, any part of which may be absent, into our own types. */
final class EngineResponses {
  private static final String UNKNOWN = "unknown";

  private EngineResponses() {}

  static EngineFacts facts(Version version, Info info) {
    return new EngineFacts(
        orUnknown(version.getVersion()),
        component(version, "containerd"),
        component(version, "runc"),
        orUnknown(info.getCGroupVersion()),
        orUnknown(info.getDriver()),
        orUnknown(info.getKernelVersion()),
        String.join(" ", Objects.requireNonNullElse(info.getSecurityOptions(), List.of())));
  }

  /** Name, version, and revision of a component; Debian tells its package revision there. */
  private static String component(Version version, String name) {
    List<VersionComponent> all = Objects.requireNonNullElse(version.getComponents(), List.of());
    return all.stream()
        .filter(c -> name.equals(c.getName()))
        .map(c ->
            name
                + " "
                + c.getVersion()
                + " ("
                + Objects.requireNonNullElse(c.getDetails(), Map.<String, String>of())
                    .getOrDefault("GitCommit", UNKNOWN)
                + ")")
        .findFirst()
        .orElse(UNKNOWN);
  }

  static String orUnknown(@Nullable String text) {
    return text == null || text.isBlank() ? UNKNOWN : text;
  }
}
