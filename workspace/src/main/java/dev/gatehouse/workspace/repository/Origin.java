package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import dev.gatehouse.workspace.git.GitFailure;
import dev.gatehouse.workspace.git.GitProcess;
import dev.gatehouse.workspace.posix.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A registered repository, read and written only by git as its owner.
 *
 * @param path absolute path of its directory, bare or with a working tree
 * @param owner who owned it when it was registered
 */
record Origin(Path path, Owner owner) {
  private static final int SHOWN_BRANCHES = 20;

  /**
   * The repository at {@code path} as it is now.
   *
   * @throws RepositoryException ORIGIN_NOT_A_REPOSITORY, ORIGIN_FOREIGN, ORIGIN_SHALLOW,
   *     ORIGIN_FORMAT
   */
  static Origin register(Path path) {
    if (!path.isAbsolute() || !Files.isDirectory(path)) {
      throw new RepositoryException(
          WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY,
          "the origin is not an absolute path of a directory",
          path.toString());
    }
    Origin origin;
    try {
      Path real = path.toRealPath();
      origin = new Origin(real, ownerOf(gitDirectory(real)));
    } catch (IOException e) {
      throw unreadable(e);
    }
    GitProcess.Result objects =
        origin.git().tryRun(new byte[0], "rev-parse", "--git-path", "objects");
    if (!objects.ok()) {
      throw GitFailure.refusal(WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY, objects);
    }
    if (!origin.git().line("rev-parse", "--show-object-format").equals("sha1")) {
      throw new RepositoryException(
          WorkspaceErrorCode.ORIGIN_FORMAT, "the objects are not named by SHA-1");
    }
    return origin;
  }

  /** Git in this repository, after a look at whether it still belongs to the same user. */
  Git git() {
    Owner self = Owner.ofThisProcess();
    if (self.uid() != 0 && self.uid() != owner.uid()) {
      throw new RepositoryException(
          WorkspaceErrorCode.ORIGIN_FOREIGN,
          "the repository belongs to another user",
          "%s belongs to user %s".formatted(path, owner.uid()));
    }
    try {
      Path directory = gitDirectory(path);
      if (!ownerOf(directory).equals(owner)) {
        throw new RepositoryException(
            WorkspaceErrorCode.ORIGIN_OWNER_CHANGED,
            "the repository belongs to another user now",
            path.toString());
      }
      // One group of the owner's is as good as another for a gateway that cannot change it.
      return Git.of(directory, self.uid() == owner.uid() ? self : owner);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RepositoryException unreadable(IOException e) {
    return new RepositoryException(
        WorkspaceErrorCode.ORIGIN_NOT_A_REPOSITORY,
        "the repository cannot be read",
        String.valueOf(e));
  }

  /**
   * Branches and tags with the objects that they name, {@link RefNames#ORIGIN_HEAD}, and {@link
   * RefNames#ORIGIN_HEAD_BRANCH} with the branch that HEAD names, if there is such a branch. What
   * HEAD is at is what its branch is at in the same list of refs.
   */
  Map<String, GitId> refs() {
    Git git = git();
    if (!git.line("rev-parse", "--is-shallow-repository").equals("false")) {
      throw new RepositoryException(
          WorkspaceErrorCode.ORIGIN_SHALLOW, "the repository is a shallow clone", path.toString());
    }
    Optional<String> branch = headBranch();
    Map<String, GitId> refs =
        new TreeMap<>(RefList.read(git, RefList.MAX_SHOWN, RefNames.HEADS, RefNames.TAGS));
    branch
        .flatMap(name -> Optional.ofNullable(refs.get(RefNames.HEADS + name)))
        .or(() -> branch.isPresent() ? Optional.empty() : resolve(git, "HEAD"))
        .ifPresent(head -> {
          refs.put(RefNames.ORIGIN_HEAD, head);
          branch.ifPresent(name -> refs.put(RefNames.ORIGIN_HEAD_BRANCH + name, head));
        });
    return refs;
  }

  /** The commit of a branch, if there is such a branch. */
  Optional<GitId> tip(String branch) {
    return RefNames.isValid(branch) ? resolve(git(), RefNames.HEADS + branch) : Optional.empty();
  }

  /**
   * The commit of a branch.
   *
   * @throws RepositoryException BRANCH_UNKNOWN, with the branches that there are
   */
  GitId requireTip(String branch) {
    return tip(branch).orElseThrow(() -> unknownBranch(git()));
  }

  /** BRANCH_UNKNOWN, with the branches of a repository: of the origin, or of its mirror. */
  static RepositoryException unknownBranch(Git repository) {
    List<String> there =
        RefList.read(repository, RefList.MAX_SHOWN, RefNames.HEADS).keySet().stream().toList();
    String some =
        there.stream()
            .limit(SHOWN_BRANCHES)
            .map(ref -> ref.substring(RefNames.HEADS.length()).replaceAll("[^!-~]", "?"))
            .collect(java.util.stream.Collectors.joining(", "));
    return new RepositoryException(
        WorkspaceErrorCode.BRANCH_UNKNOWN,
        "the origin has no such branch",
        "",
        there.isEmpty()
            ? "make a first branch in the origin"
            : "name a branch of the origin as target (--target): "
                + some
                + (there.size() > SHOWN_BRANCHES ? ", …" : ""));
  }

  /** The branch that HEAD names, whether it exists or waits to be created. */
  Optional<String> headBranch() {
    GitProcess.Result head = git().tryRun(new byte[0], "symbolic-ref", "--quiet", "HEAD");
    String name = new String(head.output(), ISO_8859_1).strip();
    return head.ok() && name.startsWith(RefNames.HEADS)
        ? Optional.of(name.substring(RefNames.HEADS.length()))
        : Optional.empty();
  }

  /** Whether the history of a branch, or of any branch or tag, has this commit. */
  boolean reaches(GitId commit, String... refs) {
    Git git = git();
    return !RefList.present(git, List.of(commit)).isEmpty() && RefList.reaches(git, commit, refs);
  }

  byte[] toBytes() {
    return Json.object()
        .put("gid", owner.gid())
        .put("origin", path.toString())
        .put("uid", owner.uid())
        .build()
        .canonical();
  }

  static Origin fromBytes(byte[] bytes) {
    Json.Obj json = StrictJson.read(bytes);
    return new Origin(
        Path.of(json.string("origin")),
        new Owner(Math.toIntExact(json.integer("uid")), Math.toIntExact(json.integer("gid"))));
  }

  static Optional<GitId> resolve(Git git, String name) {
    GitProcess.Result result =
        git.tryRun(
            new byte[0],
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            name + "^{commit}");
    String id = new String(result.output(), ISO_8859_1).strip();
    return result.ok() && GitId.isHex(id) ? Optional.of(new GitId(id)) : Optional.empty();
  }

  private static Path gitDirectory(Path path) {
    Path below = path.resolve(".git");
    return Files.exists(below) ? below : path;
  }

  private static Owner ownerOf(Path path) throws IOException {
    return new Owner(
        (int) Files.getAttribute(path, "unix:uid"), (int) Files.getAttribute(path, "unix:gid"));
  }
}
