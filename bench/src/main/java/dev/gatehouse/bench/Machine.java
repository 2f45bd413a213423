package dev.gatehouse.bench;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were taken on. */
public final class Machine {
  private Machine() {}

  /** Its facts, by name; {@code load} shows whether it was idle when they were read. */
  static Map<String, Object> facts(DockerClient engine, String image, Instant now)
      throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("at", now.toString());
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("model", line("/proc/cpuinfo", "model name"));
    facts.put("memory", line("/proc/meminfo", "MemTotal"));
    facts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    facts.put("load", load());
    facts.put("java", Runtime.version().toString());
    facts.put("engine", String.valueOf(engine.versionCmd().exec().getVersion()));
    facts.put("storage", String.valueOf(engine.infoCmd().exec().getDriver()));
    facts.put("image", String.valueOf(engine.inspectImageCmd(image).exec().getId()));
    return facts;
  }

  /** The load averages of the last 1, 5 and 15 minutes. */
  public static String load() throws IOException {
    String[] parts = Files.readString(Path.of("/proc/loadavg")).split(" ");
    return String.join(" ", parts[0], parts[1], parts[2]);
  }

  private static String line(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(each -> each.startsWith(name))
        .map(each -> each.substring(each.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
