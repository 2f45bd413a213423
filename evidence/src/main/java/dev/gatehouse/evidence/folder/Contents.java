package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.InlineContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds content by its digest: among what rides in events, then among the blobs. */
final class Contents {
  private final Path folder;
  private final Map<Digest, InlineContent> inline = new ConcurrentHashMap<>();

  Contents(Path folder) {
    this.folder = folder;
    InlineContent nothing = new InlineContent(new byte[0]);
    inline.put(nothing.sha256(), nothing);
  }

  void add(Event event) {
    for (InlineContent content : InlineContent.carriedBy(event)) {
      inline.put(content.sha256(), content);
    }
  }

  Optional<byte[]> find(Digest sha256) {
    InlineContent carried = inline.get(sha256);
    return carried != null ? Optional.of(carried.bytes().clone()) : blob(sha256);
  }

  private Optional<byte[]> blob(Digest sha256) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(folder.resolve(FolderNames.blob(sha256)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Digest.of(bytes).equals(sha256)) {
      throw new EvidenceMissing("blob " + sha256 + " holds other bytes");
    }
    return Optional.of(bytes);
  }
}
