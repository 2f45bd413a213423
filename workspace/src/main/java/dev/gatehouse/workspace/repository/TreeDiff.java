package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The difference of two trees, whose objects are written aside.
 *
 * @param git the mirror, which is only read
 * @param mirror its directory
 * @param scratch an empty directory of the gateway's own
 */
record TreeDiff(Git git, Path mirror, Path scratch) {
  /**
   * Bytes of a file up to which it is compared line by line; a larger one is compared as binary.
   * Comparing lines takes time that grows with the square of their number.
   */
  static final long LINE_BYTES = 256L << 10;

  /** Bytes of a patch, at most. */
  private static final long MAX_BYTES = 256L << 20;

  /** Lets {@code reader} read the patch; its bytes are never in memory as a whole. */
  void read(Tree base, Tree result, ContentSource contents, PatchReader reader) {
    try (InputStream patch = Files.newInputStream(patch(base, result, contents))) {
      reader.read(patch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the patch into a file of the scratch directory. */
  private Path patch(Tree base, Tree result, ContentSource contents) {
    Path objects = scratch.resolve("objects");
    try {
      Files.createDirectory(objects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Git aside =
        git.with(
            Map.of(
                "GIT_OBJECT_DIRECTORY", objects.toString(),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES", mirror.resolve("objects").toString()));
    TreeWriter writer = new TreeWriter(aside, scratch);
    GitId from = writer.write(base, contents);
    GitId to = writer.write(result, contents);
    Path patch = scratch.resolve("patch");
    aside
        .withAttributes(AttributesFile.binary(scratch.resolve("attributes"), large(base, result)))
        .run(
            new byte[0],
            "diff-tree",
            "-r",
            "-p",
            "--binary",
            "--full-index",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--unified=3",
            "--diff-algorithm=myers",
            "--indent-heuristic",
            "--submodule=short",
            "--ignore-submodules=none",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--output=" + patch,
            from.hex(),
            to.hex());
    return bounded(patch);
  }

  private static Path bounded(Path patch) {
    try {
      if (Files.size(patch) > MAX_BYTES) {
        throw new RepositoryException(
            WorkspaceErrorCode.TOO_LARGE, "the patch has more than %s bytes".formatted(MAX_BYTES));
      }
      return patch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths whose content differs and is larger than what is compared line by line. */
  private static List<TreePath> large(Tree base, Tree result) {
    return Stream.concat(base.files().keySet().stream(), result.files().keySet().stream())
        .distinct()
        .filter(path -> !base.file(path).equals(result.file(path)))
        .filter(path -> isLarge(base.file(path)) || isLarge(result.file(path)))
        .toList();
  }

  private static boolean isLarge(Optional<FileVersion> version) {
    return version.filter(v -> v.size() > LINE_BYTES).isPresent();
  }
}
