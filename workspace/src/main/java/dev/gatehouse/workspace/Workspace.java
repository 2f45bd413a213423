package dev.gatehouse.workspace;

import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerBounds;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import dev.gatehouse.workspace.layer.LayerWalk;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileContent;
import dev.gatehouse.workspace.posix.KernelRequirements;
import dev.gatehouse.workspace.posix.OpenAt;
import dev.gatehouse.workspace.posix.Owner;
import dev.gatehouse.workspace.posix.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One run's working tree, resolved by descriptor alone (promise A1): {@code tree/}, the view's
 * lower directory, and beside it {@code staged/}, where new files are written before they are
 * renamed into place.
 *
 * <p>Reads may run beside each other and beside one {@link #apply}; callers apply one at a time,
 * and over no mounted view. Nothing here is forced to disk: a workspace is rebuilt from the base,
 * the blobs and the journal.
 */
public final class Workspace implements AutoCloseable {
  private static final String TREE = "tree";
  private static final String STAGED = "staged";

  private final Path directory;
  private final OwnedFileFactory files;
  private final DirectoryRoot tree;
  private final DirectoryRoot staged;
  private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  private Workspace(Path directory, Owner owner) {
    this.directory = directory.toAbsolutePath();
    this.files = new OwnedFileFactory(owner);
    this.tree = DirectoryRoot.open(this.directory.resolve(TREE));
    this.staged = DirectoryRoot.open(this.directory.resolve(STAGED));
  }

  /**
   * Makes an empty workspace.
   *
   * @param directory must not exist; its parent must
   * @param owner who owns the files in it, and runs the commands
   * @throws WorkspaceException WORKSPACE_CONFLICT if the directory exists, WORKSPACE_NOT_PERMITTED,
   *     WORKSPACE_DISK_FULL, WORKSPACE_KERNEL_UNFIT; nothing is left behind
   */
  public static Workspace create(Path directory, Owner owner) {
    KernelRequirements.require();
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      throw new WorkspaceException(
          WorkspaceErrorCode.WORKSPACE_CONFLICT, "%s exists".formatted(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Descriptor own = OpenAt.own(directory)) {
      new OwnedFileFactory(owner).directory(own, TREE).close();
      new OwnedFileFactory(Owner.ofThisProcess()).directory(own, STAGED).close();
      return new Workspace(directory, owner);
    } catch (RuntimeException e) {
      discard(directory);
      throw e;
    }
  }

  /**
   * Opens a workspace that {@link #create} made.
   *
   * @throws WorkspaceException FILE_NOT_FOUND if it is not there as a whole
   */
  public static Workspace open(Path directory, Owner owner) {
    KernelRequirements.require();
    return new Workspace(directory, owner);
  }

  /**
   * Removes what is at {@code directory}, whole workspace or not; does nothing if nothing is there.
   */
  public static void discard(Path directory) {
    if (!Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Descriptor own = OpenAt.own(directory)) {
      DirectoryCleaner.empty(own);
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Absolute path of the tree: the lower directory of a command's view. */
  public Path lower() {
    return directory.resolve(TREE);
  }

  /**
   * Writes a tree into the empty workspace from raw blobs; links as links, submodules not at all.
   *
   * @param leaveOut paths that are not written, though the tree has them
   * @throws WorkspaceException NAME_UNUSABLE for a name or a link that no file system holds,
   *     WORKSPACE_DISK_FULL
   */
  public void materialize(Tree from, ContentSource contents, Predicate<TreePath> leaveOut) {
    guarded(() -> {
      new Materializer(tree, files, contents).write(from, leaveOut);
      return true;
    });
  }

  /**
   * Reads a regular file.
   *
   * @param maxBytes the longest file that is read
   * @throws WorkspaceException FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_NOT_A_FILE (also a file on
   *     the way), FILE_IS_SYMLINK, TOO_LARGE
   */
  public FileContent read(WorkspacePath path, long maxBytes) {
    return read(path, maxBytes, size -> {});
  }

  /**
   * As {@link #read(WorkspacePath, long)}.
   *
   * @param beforeReading gets the bytes that will be read, and may refuse by what it throws
   */
  public FileContent read(WorkspacePath path, long maxBytes, LongConsumer beforeReading) {
    return guarded(() -> RegularFile.read(tree, path.toTreePath(), maxBytes, beforeReading));
  }

  /**
   * Lists a directory, sorted by the bytes of the names.
   *
   * @param path the directory; empty for the root
   * @throws WorkspaceException FILE_NOT_FOUND, FILE_NOT_A_FILE (also for a link), FILE_IS_SYMLINK
   *     (on the way)
   */
  public Listing list(Optional<WorkspacePath> path, int max) {
    String name = path.map(p -> p.toTreePath().latin1()).orElse("");
    return guarded(() -> TreeFiles.list(tree, name, max));
  }

  /**
   * Refuses a path that is not a directory now.
   *
   * @throws WorkspaceException FILE_NOT_FOUND, FILE_NOT_A_FILE (also for a link), FILE_IS_SYMLINK
   *     (on the way)
   */
  public void requireDirectory(WorkspacePath path) {
    guarded(() -> {
      tree.directory(path.toTreePath().latin1()).close();
      return true;
    });
  }

  /**
   * Every file and link that is there, committed and scratch, by path in byte order.
   *
   * @throws WorkspaceException TOO_LARGE if there are more than {@code max}
   */
  public List<TreePath> files(int max) {
    return guarded(() -> TreeFiles.all(tree, max));
  }

  /**
   * Reads the layer that a command wrote over this workspace, which stood still since the view was
   * mounted. Deleted, hidden and replaced directories are expanded to each path below them.
   *
   * @param upper the overlay's upper directory, no longer mounted or written
   * @throws WorkspaceException TOO_LARGE beyond the bound, WORKSPACE_LAYER_UNREADABLE
   */
  public LayerSnapshot readLayer(Path upper, LayerBounds bounds) {
    return guarded(() -> {
      try (DirectoryRoot root = DirectoryRoot.open(upper)) {
        return new LayerSnapshot(upper, bounds, LayerWalk.read(root, tree, bounds));
      }
    });
  }

  /**
   * Puts a unit of changes in place; the order of the list does not matter, and a repetition of a
   * unit that was cut short completes it. A file replaces a directory whose whole content the unit
   * deletes, and the other way round.
   *
   * @throws WorkspaceException WORKSPACE_CONFLICT if placements do not fit with each other or with
   *     what stays; WORKSPACE_DISK_FULL; in both cases nothing has changed
   */
  public void apply(List<FileOperation> placements) {
    guarded(() -> {
      new FileOperationApplier(tree, staged, files).apply(placements);
      return true;
    });
  }

  /** By how much {@link #apply} of this unit makes the tree larger; negative where it shrinks. */
  public Footprint growth(List<FileOperation> placements) {
    return guarded(() -> Growth.of(tree, placements));
  }

  /** Closes and removes the workspace, however deep it is. */
  public void remove() {
    close();
    discard(directory);
  }

  /** Closes the descriptors; the files stay. */
  @Override
  public void close() {
    Lock exclusive = lifetime.writeLock();
    exclusive.lock();
    try {
      closed = true;
      tree.close();
      staged.close();
    } finally {
      exclusive.unlock();
    }
  }

  /** Runs while the descriptors stay open: the number of a closed one may be another's. */
  private <T> T guarded(Supplier<T> act) {
    Lock shared = lifetime.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new WorkspaceException(
            WorkspaceErrorCode.WORKSPACE_CLOSED, "the workspace was closed");
      }
      return act.get();
    } finally {
      shared.unlock();
    }
  }
}
