package dev.gatehouse.controlplane.repositories;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.workspace.repository.Mirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gateway's own copies of the registered repositories. */
public final class Mirrors {
  private final Path directory;
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /** Mirrors below {@code directory}. */
  public Mirrors(Path directory) {
    this.directory = directory;
  }

  /**
   * The mirror of a repository, made when it is first asked for.
   *
   * @param origin where the repository lies on this machine
   * @throws dev.gatehouse.workspace.error.RepositoryException if there is no repository
   */
  public Mirror of(Identifier repository, Path origin) {
    return places.computeIfAbsent(repository.text(), name -> new Place(place(name))).mirror(origin);
  }

  /** Where the mirror of a repository lies, whether it is there or not. */
  public Path place(String repository) {
    return directory.resolve(repository + ".git");
  }

  /** Where one mirror is: who waits while it is made waits for no other repository. */
  private static final class Place {
    private final Path path;
    private @Nullable Mirror mirror;

    Place(Path path) {
      this.path = path;
    }

    synchronized Mirror mirror(Path origin) {
      Mirror there = mirror;
      if (there == null) {
        there = Files.isDirectory(path) ? Mirror.open(path) : Mirror.create(path, origin);
        mirror = there;
      }
      return there;
    }
  }
}
