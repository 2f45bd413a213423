package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFiles;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.journal.JournalTail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Blobs of one open folder, each durable before its digest is used. */
final class BlobStore {
  private final DurableFs fs;
  private final DurableFiles files;
  private final Path folder;
  private final Map<String, Path> shards = new ConcurrentHashMap<>();
  private final Set<Digest> durable = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock ending = new ReentrantReadWriteLock();
  private boolean ended;
  private @Nullable BlobUsage usage;

  BlobStore(DurableFs fs, DurableFiles files, Path folder, boolean ended) {
    this.fs = fs;
    this.files = files;
    this.folder = folder;
    this.ended = ended;
  }

  /** Takes no more blobs from now on; returns when those are written that are on their way. */
  void end() {
    ending.writeLock().lock();
    try {
      ended = true;
    } finally {
      ending.writeLock().unlock();
    }
  }

  /** Throws {@link FolderEndedException} after {@link #end}. */
  Digest put(byte[] content) throws IOException {
    ending.readLock().lock();
    try {
      if (ended) {
        throw new FolderEndedException();
      }
      return keep(content);
    } finally {
      ending.readLock().unlock();
    }
  }

  private Digest keep(byte[] content) throws IOException {
    Digest sha256 = Digest.of(content);
    if (durable.contains(sha256)) {
      return sha256;
    }
    Path shard = shard(sha256.hex().substring(0, 2));
    create(shard.resolve(sha256.hex()), new ByteArrayInputStream(content), content.length);
    durable.add(sha256);
    return sha256;
  }

  /** Keeps a tail, however large, in pieces. */
  void put(JournalTail tail) throws IOException {
    Digest sha256;
    try (InputStream in = tail.open()) {
      sha256 = FolderFiles.digest(in);
    }
    Path blob = shard(sha256.hex().substring(0, 2)).resolve(sha256.hex());
    try (InputStream in = tail.open()) {
      create(blob, in, tail.size());
    }
    durable.add(sha256);
  }

  /** What all blobs take, those of a former process too. */
  synchronized BlobUsage usage() {
    BlobUsage known = usage;
    if (known == null) {
      known = measure();
      usage = known;
    }
    return known;
  }

  private void create(Path blob, InputStream content, long bytes) throws IOException {
    boolean isNew = Files.notExists(blob);
    files.createOnce(blob, content);
    if (isNew) {
      synchronized (this) {
        BlobUsage known = usage;
        usage = known == null ? null : known.plus(bytes);
      }
    }
  }

  private BlobUsage measure() {
    BlobUsage found = new BlobUsage(0, 0);
    try (Stream<Path> blobs = Files.walk(folder.resolve(FolderNames.BLOBS))) {
      for (Path blob : (Iterable<Path>) blobs.filter(Files::isRegularFile)::iterator) {
        found = found.plus(Files.size(blob));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the blobs of an open folder cannot be listed", e);
    }
    return found;
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
