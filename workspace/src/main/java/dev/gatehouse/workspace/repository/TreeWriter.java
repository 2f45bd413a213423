package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import dev.gatehouse.workspace.git.GitProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes whole trees as git objects, by an index of its own; no working tree is involved. */
final class TreeWriter {
  /** Blobs that are handed to git at a time. */
  private static final int BATCH = 256;

  /** What git says of a name that it leaves out; a failure is not the tree's, and may pass. */
  private static final String REFUSED_NAME = "Ignoring path ";

  private final Git git;
  private final Path scratch;

  /**
   * @param git where the objects go
   * @param scratch an empty directory of the gateway's own
   */
  TreeWriter(Git git, Path scratch) {
    this.git = git.with(Map.of("GIT_INDEX_FILE", scratch.resolve("index").toString()));
    this.scratch = scratch;
  }

  /**
   * Writes the tree and what of its content is missing.
   *
   * @throws RepositoryException CONTENT_MISMATCH if the bytes of a source, or git's id of the tree,
   *     are not what the tree says; TREE_UNUSABLE if git refuses a name; MIRROR_DAMAGED
   */
  GitId write(Tree tree, ContentSource contents) {
    writeBlobs(tree, contents);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (Map.Entry<TreePath, FileVersion> file : tree.files().entrySet()) {
      FileVersion version = file.getValue();
      rows.writeBytes(
          "%s %s\t".formatted(version.mode().octal(), version.gitBlob()).getBytes(ISO_8859_1));
      rows.writeBytes(file.getKey().bytes());
      rows.write(0);
    }
    git.run(new byte[0], "read-tree", "--empty");
    GitProcess.Result result = git.tryRun(rows.toByteArray(), "update-index", "-z", "--index-info");
    if (git.require(result).error().contains(REFUSED_NAME)) {
      throw new RepositoryException(
          WorkspaceErrorCode.TREE_UNUSABLE, "git refuses a name of the tree", result.error());
    }
    GitId written = new GitId(git.line("write-tree"));
    if (!written.equals(tree.gitTree())) {
      throw new RepositoryException(
          WorkspaceErrorCode.CONTENT_MISMATCH,
          "git wrote %s, not %s".formatted(written, tree.gitTree()));
    }
    return written;
  }

  private void writeBlobs(Tree tree, ContentSource contents) {
    Map<GitId, FileVersion> wanted = new TreeMap<>();
    for (FileVersion version : tree.files().values()) {
      if (version.mode() != FileMode.GITLINK) {
        wanted.put(version.gitBlob(), version);
      }
    }
    Set<String> present = new HashSet<>(RefList.present(git, wanted.keySet()));
    List<FileVersion> missing =
        wanted.values().stream().filter(v -> !present.contains(v.gitBlob().hex())).toList();
    for (int i = 0; i < missing.size(); i += BATCH) {
      writeBatch(missing.subList(i, Math.min(i + BATCH, missing.size())), contents);
    }
  }

  private void writeBatch(List<FileVersion> versions, ContentSource contents) {
    StringBuilder paths = new StringBuilder();
    List<Path> files = new ArrayList<>();
    try {
      for (FileVersion version : versions) {
        Path file = scratch.resolve("blob-" + files.size());
        Files.write(file, contents.content(version));
        files.add(file);
        paths.append(file).append('\n');
      }
      byte[] ids =
          git.run(
              paths.toString().getBytes(ISO_8859_1),
              "hash-object",
              "-w",
              "--no-filters",
              "--stdin-paths");
      List<String> expected = versions.stream().map(v -> v.gitBlob().hex()).toList();
      if (!new String(ids, ISO_8859_1).lines().toList().equals(expected)) {
        throw new RepositoryException(
            WorkspaceErrorCode.CONTENT_MISMATCH, "a source gave other bytes than the tree names");
      }
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
