package dev.gatehouse.controlplane;

import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The gateway's data directory: everything that it keeps. Others may pass through it (the database
 * has a user of its own) and list nothing.
 *
 * @param root absolute, of the characters {@code [A-Za-z0-9._/-]}, since it becomes part of an
 *     overlay's options
 */
public record DataDirectory(Path root) {
  private static final int OWNER_HEX = 16;
  private static final Pattern FORM = Pattern.compile("(/[A-Za-z0-9._-]+)+");

  public DataDirectory {
    if (!FORM.matcher(root.toString()).matches() || !root.equals(root.normalize())) {
      throw new IllegalArgumentException(
          "a data directory is an absolute path of A-Z, a-z, 0-9, '.', '_', '-' and '/'");
    }
  }

  /** The directory at {@code root}, made if it is not there, with those that hold runs. */
  public static DataDirectory at(Path root) {
    DataDirectory data = new DataDirectory(root);
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      for (Path each :
          List.of(data.mirrors(), data.workspaces(), data.staging(), data.runs(), data.bases())) {
        Files.createDirectories(each);
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be made: " + root, e);
    }
    return data;
  }

  /** Held by the one gateway process of this directory. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** The first operator's token, readable by its owner alone. */
  public Path operatorToken() {
    return root.resolve("operator.token");
  }

  /** The token that reads metrics, readable by its owner alone. */
  public Path metricsToken() {
    return root.resolve("metrics.token");
  }

  /** The signing keys and the trust file. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** The key of run tokens, readable by its owner alone. */
  public Path runTokenKey() {
    return root.resolve("run-tokens.key");
  }

  /** The gateway's bare copies of the registered repositories. */
  public Path mirrors() {
    return root.resolve("mirrors");
  }

  /** The working trees of open runs. */
  public Path workspaces() {
    return root.resolve("workspaces");
  }

  /** What plans said of bases, kept to save work. */
  public Path bases() {
    return root.resolve("bases");
  }

  /** Names among the working trees, sorted. */
  public List<String> workspaceNames() {
    try (Stream<Path> entries = Files.list(workspaces())) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the workspaces cannot be listed", e);
    }
  }

  /** The operator's own profiles. */
  public Path profiles() {
    return root.resolve("profiles");
  }

  /** What this data directory's containers and volumes are labelled with. */
  public String ownerLabel() {
    return "gatehouse-"
        + Digest.of(root.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, OWNER_HEX);
  }

  /** The gateway log. */
  public Path gatewayLog() {
    return root.resolve("gateway.jsonl");
  }

  /** The folders of open runs. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** The sealed run folders. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** The index of the sealed run folders. */
  public Path runIndex() {
    return root.resolve("runs.jsonl");
  }

  /** The embedded PostgreSQL. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** Which runs are being opened after a start. */
  public Path opening() {
    return root.resolve("opening.json");
  }

  /** There if the process ran out of memory; its launcher's option makes it. */
  public Path outOfMemory() {
    return root.resolve("out-of-memory");
  }
}
