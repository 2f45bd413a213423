package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of the folder under check, each digested once. */
final class CheckedFolder {
  /** Files that are read whole are at most this large; the journal and blobs are streamed. */
  private static final long MAX_WHOLE = 512L << 20;

  private final Path path;
  private final FolderListing listing;
  private final Findings findings;
  private final SortedMap<String, Digest> digests = new TreeMap<>();

  private CheckedFolder(Path path, FolderListing listing, Findings findings) {
    this.path = path;
    this.listing = listing;
    this.findings = findings;
  }

  static CheckedFolder open(Path path, FolderListing listing, Findings findings)
      throws IOException {
    CheckedFolder folder = new CheckedFolder(path, listing, findings);
    for (String name : listing.files().keySet()) {
      folder.digests.put(name, digest(path.resolve(name)));
    }
    return folder;
  }

  FolderListing listing() {
    return listing;
  }

  Findings findings() {
    return findings;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** The digest of a file that the listing has. */
  Optional<Digest> digest(String name) {
    return Optional.ofNullable(digests.get(name));
  }

  /** The bytes of a file, if the listing has it. */
  Optional<byte[]> bytes(String name) throws IOException {
    if (!listing.has(name)) {
      return Optional.empty();
    }
    if (Files.size(path.resolve(name)) > MAX_WHOLE) {
      findings.add(CheckCode.FOLDER_UNREADABLE, name, "the file is larger than 512 MiB");
      return Optional.empty();
    }
    return Optional.of(Files.readAllBytes(path.resolve(name)));
  }

  /** The canonical object of a file; a finding and empty where it is none. */
  Optional<Json.Obj> json(String name) throws IOException {
    Optional<byte[]> bytes = bytes(name);
    try {
      return bytes.map(StrictJson::readCanonical);
    } catch (JsonFormatException e) {
      findings.add(CheckCode.JSON_MALFORMED, name, e);
      return Optional.empty();
    }
  }

  private static Digest digest(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return Digest.ofRaw(sha256.digest());
  }
}
