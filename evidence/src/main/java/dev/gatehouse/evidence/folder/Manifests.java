package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The texts that make a run folder a bag (RFC 8493): every file under {@code data/} in one
 * manifest, every other but the seal in a second.
 *
 * @param bagInfo {@code bag-info.txt}
 * @param manifest {@code manifest-sha256.txt}
 * @param files number of files under {@code data/}
 * @param bytes their bytes
 */
public record Manifests(byte[] bagInfo, byte[] manifest, long files, long bytes) {
  /** {@code bagit.txt}. */
  public static final String DECLARATION =
      "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

  /** What the texts of this folder are, read from its files. */
  static Manifests of(Path folder, String runId) {
    List<String> names = FolderFiles.list(folder, "data");
    long bytes = names.stream().mapToLong(name -> size(folder.resolve(name))).sum();
    return new Manifests(
        bagInfo(runId, names.size(), bytes), lines(folder, names), names.size(), bytes);
  }

  /** {@code bag-info.txt} of such a payload. */
  public static byte[] bagInfo(String runId, long files, long bytes) {
    return ("External-Identifier: " + runId + "\nPayload-Oxum: " + bytes + "." + files + "\n")
        .getBytes(US_ASCII);
  }

  /** {@code tagmanifest-sha256.txt} as the files of the folder make it. */
  static byte[] tagManifest(Path folder) {
    List<String> names =
        Stream.of(
                Stream.of(FolderNames.BAGIT, FolderNames.BAG_INFO, FolderNames.MANIFEST),
                FolderFiles.list(folder, "attestations").stream(),
                FolderFiles.list(folder, "keys").stream())
            .flatMap(stream -> stream)
            .sorted()
            .toList();
    return lines(folder, names);
  }

  private static byte[] lines(Path folder, List<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append(FolderFiles.sumLine(folder, name)));
    return text.toString().getBytes(US_ASCII);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
