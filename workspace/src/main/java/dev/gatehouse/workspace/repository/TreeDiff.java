package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.workspace.ContentSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The difference of two trees, whose objects are written aside.
 *
 * @param git the mirror, which is only read
 * @param mirror its directory
 * @param scratch an empty directory of the gateway's own
 */
record TreeDiff(Git git, Path mirror, Path scratch) {

  byte[] patch(Tree base, Tree result, ContentSource contents) {
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
    return aside.run(
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
        from.hex(),
        to.hex());
  }
}
