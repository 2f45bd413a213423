package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
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
   * @throws RepositoryRefused TREE_UNUSABLE if git would not write the tree as it is
   */
  Tree read(GitId commit) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    byte[] listing = git.run(new byte[0], "ls-tree", "-r", "-z", "--full-tree", commit.hex());
    try (BlobReader reader = new BlobReader(git)) {
      for (String row : new String(listing, ISO_8859_1).split("\0")) {
        if (!row.isEmpty()) {
          int tab = row.indexOf('\t');
          String[] facts = row.substring(0, tab).split(" ");
          files.put(
              new TreePath(row.substring(tab + 1)),
              version(reader, mode(facts[0]), new GitId(facts[2])));
        }
      }
    }
    Tree tree = new Tree(files);
    String recorded = git.line("rev-parse", "--verify", commit + "^{tree}");
    if (!tree.gitTree().hex().equals(recorded)) {
      throw new RepositoryRefused(
          Code.TREE_UNUSABLE, "the tree %s is not in git's own form".formatted(recorded));
    }
    return tree;
  }

  private FileVersion version(BlobReader reader, FileMode mode, GitId id) {
    if (mode == FileMode.GITLINK) {
      return new FileVersion(mode, 0, NOTHING, id);
    }
    Sized sized = blobs.computeIfAbsent(id, blob -> reader.blob(blob, TreeReader::digest));
    return new FileVersion(mode, sized.size(), sized.sha256(), id);
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

  private static FileMode mode(String octal) {
    try {
      return FileMode.ofOctal(octal);
    } catch (IllegalArgumentException e) {
      throw new RepositoryRefused(Code.TREE_UNUSABLE, String.valueOf(e.getMessage()));
    }
  }
}
