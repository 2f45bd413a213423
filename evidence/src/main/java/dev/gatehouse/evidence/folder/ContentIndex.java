package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.DigestTable;
import dev.gatehouse.evidence.journal.ContentPlace;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.JournalLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds content by its digest: among what rides in events, then among the blobs. Of the former it
 * holds where it is in the journal.
 */
final class ContentIndex {
  private static final Digest NOTHING = Digest.of(new byte[0]);

  private final Path folder;
  private final DigestTable inline = new DigestTable();

  ContentIndex(Path folder) {
    this.folder = folder;
  }

  void add(Event event, JournalLine line) {
    for (ContentPlace place : ContentPlace.in(event, line)) {
      inline.putIfAbsent(place.sha256(), place.packed());
    }
  }

  Optional<byte[]> find(Digest sha256) {
    if (sha256.equals(NOTHING)) {
      return Optional.of(new byte[0]);
    }
    return carried(sha256).or(() -> blob(sha256));
  }

  private Optional<byte[]> carried(Digest sha256) {
    OptionalLong place = inline.find(sha256);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer text = ByteBuffer.allocate(ContentPlace.length(place.getAsLong()));
    try (SeekableByteChannel channel = Files.newByteChannel(folder.resolve(FolderNames.JOURNAL))) {
      channel.position(ContentPlace.start(place.getAsLong()));
      while (text.hasRemaining() && channel.read(text) >= 0) {
        // Until all of it is there.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return decoded(new String(text.array(), US_ASCII))
        .filter(bytes -> Digest.of(bytes).equals(sha256));
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
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
      throw new MissingEvidenceException("blob " + sha256 + " holds other bytes");
    }
    return Optional.of(bytes);
  }
}
