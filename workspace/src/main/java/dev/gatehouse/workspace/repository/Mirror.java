package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.ActingGit;
import dev.gatehouse.workspace.git.Git;
import dev.gatehouse.workspace.git.GitLeftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own bare copy of a registered repository: branches and tags as the origin has them,
 * and one ref for each run. Objects move as packs between two git processes; no transport, hook,
 * filter or command of the origin's configuration is ever run, and what touches the origin runs as
 * its owner (promises E2, E3).
 *
 * <p>Calls that change refs wait for each other; one process has one mirror of a directory.
 */
public final class Mirror {
  /** Says which repository it is a mirror of. */
  static final String ORIGIN_FILE = "gatehouse-origin.json";

  private static final String NO_OBJECT = "0".repeat(40);

  private final Path directory;
  private final Origin origin;
  private final Git git;
  private final ActingGit actors;
  private final Pruning pruning;
  private final MirrorLock lock = new MirrorLock();
  private final SharedTrees trees = new SharedTrees();

  /** As of the last refresh by this process; unknown before the first one. */
  private volatile @Nullable OriginHead head;

  /** While it is open, the mirror drops no object. Closed by the thread that took it. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  Mirror(Path directory, Origin origin) {
    this.directory = directory.toAbsolutePath();
    this.origin = origin;
    this.actors = new ActingGit(this.directory);
    this.git = Git.own(this.directory).with(actors.mark());
    this.pruning = new Pruning(git, this.directory);
  }

  /**
   * Makes the mirror of a repository and fetches everything. After a crash it is whole, or there is
   * nothing of its name.
   *
   * @param directory must not exist
   * @param origin absolute path of the repository, bare or with a working tree
   * @throws RepositoryException MIRROR_EXISTS, ORIGIN_*; nothing is left behind
   */
  public static Mirror create(Path directory, Path origin) {
    Origin registered = Origin.register(origin);
    if (Files.exists(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new RepositoryException(
          WorkspaceErrorCode.MIRROR_EXISTS, "a mirror of that name exists", directory.toString());
    }
    NewMirror.make(directory.toAbsolutePath(), registered);
    return new Mirror(directory, registered);
  }

  /** Fetches everything for the first time: every object has a name. */
  void fill() {
    refresh();
    pruning.done();
  }

  /**
   * Opens a mirror that {@link #create} made, the first time in this process. What a killed
   * gateway's git still does for it is ended, and what one that was killed left in it is removed.
   *
   * @throws RepositoryException MIRROR_DAMAGED if it is not there
   */
  public static Mirror open(Path directory) {
    try {
      Origin origin = Origin.fromBytes(Files.readAllBytes(directory.resolve(ORIGIN_FILE)));
      Mirror mirror = new Mirror(directory, origin);
      mirror.actors.endOrphans();
      ScratchDirectory.removeAll(directory);
      GitLeftovers.remove(directory);
      return mirror;
    } catch (IOException e) {
      throw new RepositoryException(
          WorkspaceErrorCode.MIRROR_DAMAGED,
          "the repository's mirror is not there",
          directory.toString());
    }
  }

  /** The registered repository's absolute path. */
  public Path origin() {
    return origin.path();
  }

  /**
   * Makes branches, tags and HEAD be the origin's; commits that runs have pinned stay. What a ref
   * names then is in the mirror with its whole history: {@link Refreshing}.
   *
   * @throws RepositoryException ORIGIN_*, MIRROR_DAMAGED; ORIGIN_TOO_MANY_REFS before anything is
   *     fetched
   */
  public void refresh() {
    changingRefs(() -> {
      head = new Refreshing(git, origin, pruning).run().orElse(null);
      return true;
    });
  }

  /** What the origin's HEAD was at as of the last {@link #refresh}; nothing if at no commit. */
  public Optional<OriginHead> head() {
    OriginHead known = head;
    return known != null ? Optional.of(known) : OriginHead.read(git);
  }

  /**
   * The commit of a branch of the origin as of the last {@link #refresh}.
   *
   * @throws RepositoryException BRANCH_UNKNOWN, with the branches that there are
   */
  public GitId requireTip(String branch) {
    Optional<GitId> tip =
        RefNames.isValid(branch) ? Origin.resolve(git, RefNames.HEADS + branch) : Optional.empty();
    return tip.orElseThrow(() -> Origin.unknownBranch(git));
  }

  /**
   * Resolves a revision to a commit of the mirror and keeps it for a run.
   *
   * @param revision a branch, a tag, {@code HEAD}, or a full commit id that one of these reaches as
   *     of the last {@link #refresh}; a branch wins over a tag
   * @param runId the run's identifier (promise D1)
   * @throws RepositoryException REVISION_UNKNOWN, also for text that is not a revision's name;
   *     PIN_EXISTS if the run has pinned another commit
   */
  public PinnedRevision pin(String revision, String runId) {
    String name = RefNames.RUNS + new Identifier(runId).text();
    return changingRefs(() -> {
      PinnedRevision pinned = resolve(revision);
      Optional<GitId> before = Origin.resolve(git, name);
      if (before.isEmpty()) {
        git.run(new byte[0], "update-ref", "--no-deref", name, pinned.commit().hex(), NO_OBJECT);
      } else if (!before.get().equals(pinned.commit())) {
        throw new RepositoryException(
            WorkspaceErrorCode.PIN_EXISTS, "run %s is pinned at %s".formatted(runId, before.get()));
      }
      return pinned;
    });
  }

  /**
   * Resolves a revision without keeping it.
   *
   * @throws RepositoryException REVISION_UNKNOWN
   */
  public PinnedRevision resolve(String revision) {
    GitId commit =
        RefNames.candidates(revision).stream()
            .flatMap(name -> Origin.resolve(git, name).stream())
            .findFirst()
            .orElseThrow(() ->
                new RepositoryException(
                    WorkspaceErrorCode.REVISION_UNKNOWN,
                    "the repository has no such branch, tag or commit"));
    if (GitId.isHex(revision) && !isOfTheOrigin(commit, revision)) {
      // The same words whether the mirror still has the object or never had it.
      throw new RepositoryException(
          WorkspaceErrorCode.REVISION_UNKNOWN, "the repository has no such branch, tag or commit");
    }
    return new PinnedRevision(
        commit, new GitId(git.line("rev-parse", "--verify", commit + "^{tree}")));
  }

  private boolean isOfTheOrigin(GitId commit, String revision) {
    return commit.hex().equals(revision)
        && RefList.reaches(git, commit, RefNames.HEADS, RefNames.TAGS, RefNames.ORIGIN_HEAD);
  }

  /** Removes what {@link #pin} made; does nothing if it is not there. */
  public void unpin(String runId) {
    String name = RefNames.RUNS + new Identifier(runId).text();
    changingRefs(() -> {
      List<GitId> former = List.copyOf(RefList.read(git, RefList.MAX_ALL, name).values());
      pruning.around(
          former, List.of(), () -> git.run(new byte[0], "update-ref", "--no-deref", "-d", name));
      return true;
    });
  }

  /** The runs that have pinned a commit. */
  public List<String> pins() {
    return RefList.read(git, RefList.MAX_ALL, RefNames.RUNS).keySet().stream()
        .map(name -> name.substring(RefNames.RUNS.length()))
        .toList();
  }

  /** Keeps every object while the caller uses some that no ref names. */
  public Hold hold() {
    return lock.hold();
  }

  /** Whether there may be objects that neither the origin's refs nor a run's pin reach. */
  public boolean isPruningDue() {
    return pruning.isDue();
  }

  /**
   * Drops the objects that neither the origin's refs nor a run's pin reach.
   *
   * @return whether it was done; it is not while anybody uses the mirror
   */
  public boolean prune() {
    return lock.alone(pruning::run);
  }

  /**
   * Reads a commit's tree, byte for byte as the blobs have it; attributes, filters, submodules and
   * replacements are not applied.
   *
   * @throws RepositoryException TREE_TOO_LARGE, TREE_UNUSABLE, MIRROR_DAMAGED
   */
  public PinnedTree tree(GitId commit) {
    return new PinnedTree(
        trees.of(commit, () -> new TreeReader(git).read(commit)), new MirrorContents(git));
  }

  /**
   * The difference of two trees as a patch that {@code git apply --index} takes; the same trees
   * give the same bytes.
   *
   * @param reader reads the patch, which is gone afterwards
   * @throws RepositoryException CONTENT_MISMATCH, TREE_UNUSABLE, TOO_LARGE
   */
  public void diff(Tree base, Tree result, ContentSource contents, PatchReader reader) {
    try (Hold _ = hold();
        ScratchDirectory scratch = ScratchDirectory.in(directory)) {
      new TreeDiff(git, directory, scratch.path()).read(base, result, contents, reader);
    }
  }

  /**
   * Writes a commit into the mirror; no ref names it, so the caller has a {@link #hold}.
   *
   * @param result its tree, as a whole
   * @param contents the bytes of what the mirror does not have
   * @param parent its one parent
   * @throws RepositoryException CONTENT_MISMATCH if the tree is not {@code result.gitTree()}
   */
  public GitId commit(Tree result, ContentSource contents, GitId parent, CommitFacts facts) {
    try (ScratchDirectory scratch = ScratchDirectory.in(directory)) {
      GitId tree = new TreeWriter(git, scratch.path()).write(result, contents);
      return facts.commit(git, tree, parent);
    }
  }

  /** The origin's branches, and how a commit of this mirror becomes a new one. */
  public OriginBranches branches() {
    return new OriginBranches(git, origin, actors, lock);
  }

  /** A git that was killed leaves locks, which nobody but this process may hold. */
  private <T> T changingRefs(Supplier<T> act) {
    return lock.changingRefs(() -> {
      try {
        return act.get();
      } catch (RepositoryException e) {
        GitLeftovers.removeLocks(directory, e);
        throw e;
      }
    });
  }
}
