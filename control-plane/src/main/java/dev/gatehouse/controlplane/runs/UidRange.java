package dev.gatehouse.controlplane.runs;

import dev.gatehouse.syscalls.limit.RunUids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The users that commands run as: a range of its own where the gateway is root, else the gateway's
 * own user for every run.
 */
final class UidRange {
  private static final Path PASSWD = Path.of("/etc/passwd");
  private static final int UID_FIELD = 2;

  private UidRange() {}

  static RunUids of(int first, int count) {
    int own = ownUid();
    if (own != 0) {
      return new RunUids(own, 1);
    }
    for (int uid : known()) {
      if (uid >= first && uid < first + count) {
        throw new IllegalStateException(
            "uid %s of the range for runs is in %s; set gatehouse.first-uid to a free range"
                .formatted(uid, PASSWD));
      }
    }
    return new RunUids(first, count);
  }

  private static int ownUid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException("the gateway's own user cannot be read from /proc", e);
    }
  }

  private static List<Integer> known() {
    try {
      return Files.readAllLines(PASSWD).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > UID_FIELD)
          .map(fields -> Integer.parseInt(fields[UID_FIELD]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the users cannot be read: " + PASSWD, e);
    }
  }
}
