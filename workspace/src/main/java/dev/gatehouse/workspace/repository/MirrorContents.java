package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.repository.RepositoryRefused.Code;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Contents of a mirror's blobs. One git process answers until {@link #close()}; after that each
 * question starts one of its own, so that a source that is kept holds no process.
 */
public final class MirrorContents implements ContentSource, AutoCloseable {
  /** Bytes of one file at most: what an array holds and a heap is likely to. */
  private static final long MAX_FILE = 512L << 20;

  private final Git git;
  private @Nullable BlobReader reader;
  private boolean closed;

  MirrorContents(Git git) {
    this.git = git;
  }

  /**
   * The bytes of a version, proven to have its digest.
   *
   * @throws RepositoryRefused MIRROR_DAMAGED if the mirror lacks them, CONTENT_MISMATCH, TOO_LARGE
   */
  @Override
  public synchronized byte[] content(FileVersion version) {
    if (version.mode() == FileMode.GITLINK) {
      return new byte[0];
    }
    if (closed) {
      try (BlobReader once = new BlobReader(git)) {
        return read(once, version);
      }
    }
    BlobReader open = reader == null ? new BlobReader(git) : reader;
    reader = open;
    try {
      return read(open, version);
    } catch (RepositoryRefused e) {
      // The process may stand in the middle of an answer.
      open.close();
      reader = null;
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private static byte[] read(BlobReader from, FileVersion version) {
    byte[] bytes =
        from.blob(
            version.gitBlob(),
            (stream, size) -> {
              if (size > MAX_FILE) {
                throw new RepositoryRefused(Code.TOO_LARGE, "a file of %s bytes".formatted(size));
              }
              byte[] all = stream.readNBytes((int) size);
              if (all.length != size) {
                throw new IOException("git ended early");
              }
              return all;
            });
    if (!Digest.of(bytes).equals(version.sha256())) {
      throw new RepositoryRefused(
          Code.CONTENT_MISMATCH, "%s is not %s".formatted(version.gitBlob(), version.sha256()));
    }
    return bytes;
  }
}
