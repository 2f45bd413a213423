package dev.gatehouse.sandbox.confinement;

import dev.gatehouse.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The counters of a process's network namespace ({@code /proc/PID/net/snmp}, RFC 4293 names). */
public final class NetworkCounters {
  private NetworkCounters() {}

  public static long outNoRoutes(long pid) {
    try {
      List<List<String>> ip =
          Files.readAllLines(Path.of("/proc", Long.toString(pid), "net/snmp")).stream()
              .filter(line -> line.startsWith("Ip:"))
              .map(line -> List.of(line.split(" ")))
              .toList();
      int column = ip.getFirst().indexOf("OutNoRoutes");
      return Long.parseLong(ip.getLast().get(column));
    } catch (IOException | IndexOutOfBoundsException e) {
      throw SandboxException.lost("the network counters of the run cannot be read: " + e);
    }
  }
}
