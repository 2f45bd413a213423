package dev.gatehouse.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user whom PostgreSQL runs as. Under root it is one of its own, reached by {@code setpriv}; a
 * user namespace would not do, since root in it is still root to the host's files.
 *
 * @param uid user and group id; owner of the cluster's files
 * @param separate whether it is another user than the one of this process
 */
record PostgresUser(int uid, boolean separate) {
  private static final int OWN_UID = 65_531;

  static PostgresUser ofThisProcess() throws IOException {
    int own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return own == 0 ? new PostgresUser(OWN_UID, true) : new PostgresUser(own, false);
  }

  /**
   * The user who makes the cluster: {@code initdb} asks for an entry in the list of users, which
   * the server itself does without. Where this user has none, {@code nobody} makes the cluster and
   * {@link #takeOver} ends its part.
   */
  PostgresUser maker() throws IOException {
    if (!separate || passwd().anyMatch(entry -> entry[2].equals(Integer.toString(uid)))) {
      return this;
    }
    return passwd()
        .filter(entry -> entry[0].equals("nobody"))
        .map(entry -> new PostgresUser(Integer.parseInt(entry[2]), true))
        .filter(user -> user.uid() != 0)
        .findFirst()
        .orElseThrow(() ->
            new PostgresException(
                PostgresException.Kind.ENVIRONMENT,
                "initdb asks for a user that is listed, and neither " + uid + " nor nobody is",
                "useradd --system --uid " + uid + " gatehouse-postgres"));
  }

  private static Stream<String[]> passwd() throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd"), ISO_8859_1).stream()
        .map(line -> line.split(":", -1))
        .filter(entry -> entry.length > 2);
  }

  /**
   * Gives everything at {@code root} to this user: the directory itself first, which shuts its
   * maker out, then what is in it, which must be plain files and directories.
   */
  void takeOver(Path root) throws IOException {
    own(root);
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        boolean plain =
            Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1));
        if (!plain) {
          throw new PostgresException(
              PostgresException.Kind.ENVIRONMENT,
              "something that initdb did not make lies at " + path,
              "find out whose process put it there, then start again");
        }
        own(path);
      }
    }
  }

  /** The command line that runs {@code command} as this user. */
  List<String> commandLine(List<String> command) {
    if (!separate) {
      return command;
    }
    List<String> become =
        List.of(
            "/usr/bin/setpriv",
            "--reuid=" + uid,
            "--regid=" + uid,
            "--clear-groups",
            "--no-new-privs",
            "--");
    return Stream.concat(become.stream(), command.stream()).toList();
  }

  /** Makes {@code directory}, empty, for this user alone. */
  void makeDirectory(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    own(directory);
  }

  /** Gives {@code path} to this user. */
  void own(Path path) throws IOException {
    if (separate) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Refuses a directory that this user cannot pass through. */
  void requireReach(Path directory) throws IOException {
    if (!separate) {
      return;
    }
    for (Path at = directory; at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new PostgresException(
            PostgresException.Kind.ENVIRONMENT,
            "PostgreSQL's user " + uid + " cannot pass through " + at,
            "allow it with chmod o+x " + at + ", or choose another data directory");
      }
    }
  }
}
