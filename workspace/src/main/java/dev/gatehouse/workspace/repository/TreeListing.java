package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a commit's tree as git lists them, read row by row. A tree of a few kilobytes can
 * list more paths than any machine holds: what is larger than a run may start from is refused at
 * the row that goes beyond, and nothing of the rest is read, kept or waited for.
 */
final class TreeListing {
  /** Files, and directories, at most. */
  static final int MAX_ENTRIES = 100_000;

  /** Bytes of all files together at most. */
  static final long MAX_BYTES = 1L << 30;

  /** Bytes of all paths together at most, those of directories too. */
  static final int MAX_PATH_BYTES = 16 << 20;

  /** Directories above a file at most. */
  static final int MAX_DEPTH = 128;

  /** Bytes of one path at most. */
  static final int MAX_PATH = 4096;

  /** Mode, type, id and size before the path. */
  private static final int MAX_FACTS = 100;

  private static final int FACTS = 4;

  private final List<Row> rows = new ArrayList<>();
  private final Map<GitId, GitId> ids = new HashMap<>();
  private int directories;
  private long bytes;
  private int pathBytes;

  private TreeListing() {}

  /**
   * One file.
   *
   * @param size bytes of its content; 0 for a submodule
   */
  record Row(FileMode mode, GitId id, long size, TreePath path) {}

  /**
   * Every file of the commit's tree, in git's order.
   *
   * @throws RepositoryException TREE_TOO_LARGE, TREE_UNUSABLE, MIRROR_DAMAGED
   */
  static List<Row> of(Git git, GitId commit) {
    TreeListing listing = new TreeListing();
    git.read(
        listing::read,
        // Directories are listed too: one without files lists nothing, however deep it is.
        "ls-tree",
        "-r",
        "-t",
        "-z",
        "-l",
        "--full-tree",
        commit.hex());
    return listing.rows;
  }

  private byte[] read(InputStream stdout) throws IOException {
    InputStream in = new BufferedInputStream(stdout, 1 << 16);
    byte[] row = new byte[MAX_FACTS + MAX_PATH];
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == 0) {
        add(new String(row, 0, length, ISO_8859_1));
        length = 0;
      } else if (length == row.length) {
        throw tooLarge("a path of more than %s bytes".formatted(MAX_PATH));
      } else {
        row[length++] = (byte) next;
      }
    }
    return new byte[0];
  }

  private void add(String row) {
    int tab = row.indexOf('\t');
    String[] facts = row.substring(0, Math.max(tab, 0)).split(" +");
    if (facts.length != FACTS) {
      throw new RepositoryException(
          WorkspaceErrorCode.MIRROR_DAMAGED, "git lists a tree in another form", row);
    }
    String path = row.substring(tab + 1);
    requirePath(path);
    if (facts[1].equals("tree")) {
      directories++;
      requireAtMost(MAX_ENTRIES, directories, "directories");
      return;
    }
    FileMode mode = mode(facts[0]);
    GitId id = ids.computeIfAbsent(new GitId(facts[2]), each -> each);
    long size = mode == FileMode.GITLINK ? 0 : size(id, facts[3]);
    bytes += size;
    requireAtMost(MAX_BYTES, bytes, "bytes");
    rows.add(new Row(mode, id, size, new TreePath(path)));
    requireAtMost(MAX_ENTRIES, rows.size(), "files");
  }

  private void requirePath(String path) {
    if (path.length() > MAX_PATH) {
      throw tooLarge("a path of more than %s bytes".formatted(MAX_PATH));
    }
    if (path.chars().filter(c -> c == '/').count() > MAX_DEPTH) {
      throw tooLarge("more than %s directories in each other".formatted(MAX_DEPTH));
    }
    pathBytes += path.length();
    requireAtMost(MAX_PATH_BYTES, pathBytes, "bytes of paths");
  }

  private static void requireAtMost(long most, long number, String what) {
    if (number > most) {
      throw tooLarge("more than %s %s".formatted(most, what));
    }
  }

  private static RepositoryException tooLarge(String what) {
    return new RepositoryException(
        WorkspaceErrorCode.TREE_TOO_LARGE, "the commit's tree has " + what);
  }

  private static long size(GitId id, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new RepositoryException(
          WorkspaceErrorCode.MIRROR_DAMAGED, "the object %s cannot be read".formatted(id), digits);
    }
  }

  private static FileMode mode(String octal) {
    try {
      return FileMode.ofOctal(octal);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          WorkspaceErrorCode.TREE_UNUSABLE, String.valueOf(e.getMessage()));
    }
  }
}
