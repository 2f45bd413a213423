package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.BlobReader;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Contents of a mirror's blobs. One git process answers until {@link #close()}; after that each
 * question starts one of its own, so that a source that is kept holds no process.
 */
public final class MirrorContents implements ContentSource, AutoCloseable {
  /** Bytes of one file at most: what an array holds and a heap is likely to. */
  private static final long MAX_FILE = 512L << 20;

  private static final int PIECE = 1 << 16;

  private final Git git;
  private @Nullable BlobReader reader;
  private boolean closed;

  MirrorContents(Git git) {
    this.git = git;
  }

  /**
   * The bytes of a version, proven to have its digest.
   *
   * @throws RepositoryException MIRROR_DAMAGED if the mirror lacks them, CONTENT_MISMATCH,
   *     TOO_LARGE
   */
  @Override
  public byte[] content(FileVersion version) {
    return asked(version, new byte[0], (bytes, size) -> whole(bytes, size, version));
  }

  /**
   * The same, piece by piece; what was written counts only once this returns.
   *
   * @throws RepositoryException as {@link #content}
   */
  @Override
  public void write(FileVersion version, OutputStream to) {
    asked(
        version,
        true,
        (bytes, size) -> {
          handOn(bytes, size, version, to);
          return true;
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private synchronized <T> T asked(FileVersion version, T ofSubmodule, BlobReader.Use<T> use) {
    if (version.mode() == FileMode.GITLINK) {
      return ofSubmodule;
    }
    BlobReader.Use<T> bounded =
        (bytes, size) -> {
          if (size > MAX_FILE) {
            throw new RepositoryException(
                WorkspaceErrorCode.TOO_LARGE, "a file of %s bytes".formatted(size));
          }
          return use.read(bytes, size);
        };
    if (closed) {
      try (BlobReader once = new BlobReader(git)) {
        return once.blob(version.gitBlob(), bounded);
      }
    }
    BlobReader open = reader == null ? new BlobReader(git) : reader;
    reader = open;
    try {
      return open.blob(version.gitBlob(), bounded);
    } catch (RuntimeException e) {
      // The process may stand in the middle of an answer.
      open.close();
      reader = null;
      throw e;
    }
  }

  private static byte[] whole(InputStream bytes, long size, FileVersion version)
      throws IOException {
    byte[] all = bytes.readNBytes((int) size);
    if (all.length != size) {
      throw new IOException("git ended early");
    }
    requireSame(version, Digest.of(all));
    return all;
  }

  private static void handOn(InputStream bytes, long size, FileVersion version, OutputStream to)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] piece = new byte[Math.clamp(size, 1, PIECE)];
    for (long left = size; left > 0; ) {
      int read = bytes.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        throw new IOException("git ended early");
      }
      sha256.update(piece, 0, read);
      to.write(piece, 0, read);
      left -= read;
    }
    requireSame(version, Digest.ofRaw(sha256.digest()));
  }

  private static void requireSame(FileVersion version, Digest found) {
    if (!found.equals(version.sha256())) {
      throw new RepositoryException(
          WorkspaceErrorCode.CONTENT_MISMATCH,
          "%s is not %s".formatted(version.gitBlob(), version.sha256()));
    }
  }
}
