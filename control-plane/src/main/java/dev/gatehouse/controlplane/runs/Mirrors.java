package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gateway's own copies of the registered repositories. */
public final class Mirrors {
  private final Path directory;
  private final Map<String, Mirror> mirrors = new ConcurrentHashMap<>();

  /** Mirrors below {@code directory}. */
  public Mirrors(Path directory) {
    this.directory = directory;
  }

  /**
   * The mirror of a repository, made when it is first asked for.
   *
   * @param origin where the repository lies on this machine
   * @throws dev.gatehouse.workspace.repository.RepositoryRefused if there is no repository
   */
  public Mirror of(Identifier repository, Path origin) {
    return mirrors.computeIfAbsent(repository.text(), name -> openOrCreate(name, origin));
  }

  /** Where the mirror of a repository lies, whether it is there or not. */
  public Path place(String repository) {
    return directory.resolve(repository + ".git");
  }

  private Mirror openOrCreate(String name, Path origin) {
    Path path = place(name);
    return Files.isDirectory(path) ? Mirror.open(path) : Mirror.create(path, origin);
  }
}
