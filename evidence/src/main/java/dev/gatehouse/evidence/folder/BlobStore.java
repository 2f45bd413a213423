package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFiles;
import dev.gatehouse.evidence.durable.DurableFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs of one open folder, each durable before its digest is used. */
final class BlobStore {
  private final DurableFs fs;
  private final DurableFiles files;
  private final Path folder;
  private final Map<String, Path> shards = new ConcurrentHashMap<>();
  private final Set<Digest> durable = ConcurrentHashMap.newKeySet();

  BlobStore(DurableFs fs, DurableFiles files, Path folder) {
    this.fs = fs;
    this.files = files;
    this.folder = folder;
  }

  Digest put(byte[] content) throws IOException {
    Digest sha256 = Digest.of(content);
    if (durable.contains(sha256)) {
      return sha256;
    }
    Path shard = shard(sha256.hex().substring(0, 2));
    files.createOnce(shard.resolve(sha256.hex()), content);
    durable.add(sha256);
    return sha256;
  }

  /** The directory of a shard; its own name is durable before any thread sees it. */
  private Path shard(String name) throws IOException {
    try {
      return shards.computeIfAbsent(name, this::createShard);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private Path createShard(String name) {
    Path blobs = folder.resolve(FolderNames.BLOBS);
    Path shard = blobs.resolve(name);
    try {
      try {
        fs.createDirectory(shard);
      } catch (FileAlreadyExistsException e) {
        // Made before a restart, perhaps not forced then.
      }
      fs.forceDirectory(blobs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shard;
  }
}
