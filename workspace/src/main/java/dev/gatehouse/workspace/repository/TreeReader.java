package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.BlobReader;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a commit's tree with the SHA-256 of every blob; blobs stream through, none is kept. */
final class TreeReader {
  private static final Digest NOTHING = Digest.of(new byte[0]);

  private record Sized(Digest sha256, long size) {}

  private final Git git;
  private final Map<GitId, Sized> blobs = new HashMap<>();

  TreeReader(Git git) {
    this.git = git;
  }

  /**
   * @throws RepositoryException TREE_TOO_LARGE before a blob is read; TREE_UNUSABLE if git would
   *     not write the tree as it is
   */
  Tree read(GitId commit) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    List<TreeListing.Row> rows = TreeListing.of(git, commit);
    try (BlobReader reader = new BlobReader(git)) {
      for (TreeListing.Row row : rows) {
        files.put(row.path(), version(reader, row));
      }
    }
    Tree tree = new Tree(files);
    String recorded = git.line("rev-parse", "--verify", commit + "^{tree}");
    if (!tree.gitTree().hex().equals(recorded)) {
      throw new RepositoryException(
          WorkspaceErrorCode.TREE_UNUSABLE,
          "the tree %s is not in git's own form".formatted(recorded));
    }
    return tree;
  }

  private FileVersion version(BlobReader reader, TreeListing.Row row) {
    if (row.mode() == FileMode.GITLINK) {
      return new FileVersion(row.mode(), 0, NOTHING, row.id());
    }
    Sized sized = blobs.computeIfAbsent(row.id(), blob -> reader.blob(blob, TreeReader::digest));
    return new FileVersion(row.mode(), sized.size(), sized.sha256(), row.id());
  }

  private static Sized digest(InputStream bytes, long size) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] piece = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int read = bytes.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        throw new IOException("git ended early");
      }
      sha256.update(piece, 0, read);
      left -= read;
    }
    return new Sized(Digest.ofRaw(sha256.digest()), size);
  }
}
