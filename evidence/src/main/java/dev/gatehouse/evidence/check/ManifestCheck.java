package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.Manifests;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Both manifests, the bag's texts and the names of the blobs. */
final class ManifestCheck {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([!-~]+)\n");

  private final CheckedFolder folder;
  private final Findings findings;

  private ManifestCheck(CheckedFolder folder) {
    this.folder = folder;
    this.findings = folder.findings();
  }

  static void check(CheckedFolder folder) throws IOException {
    ManifestCheck check = new ManifestCheck(folder);
    SortedSet<String> payload = new TreeSet<>(folder.listing().below("data/").keySet());
    SortedSet<String> tags = new TreeSet<>(folder.listing().files().keySet());
    tags.removeAll(payload);
    tags.remove(FolderNames.TAG_MANIFEST);
    tags.remove(FolderNames.SEAL);
    check.manifest(FolderNames.MANIFEST, payload);
    check.manifest(FolderNames.TAG_MANIFEST, tags);
    check.text(FolderNames.BAGIT, Manifests.DECLARATION.getBytes(US_ASCII));
    check.blobs();
  }

  /** {@code bag-info.txt} needs the run id, which is read later. */
  static void bagInfo(CheckedFolder folder, String runId) throws IOException {
    SortedMap<String, Long> payload = folder.listing().below("data/");
    long bytes = payload.values().stream().mapToLong(Long::longValue).sum();
    new ManifestCheck(folder)
        .text(FolderNames.BAG_INFO, Manifests.bagInfo(runId, payload.size(), bytes));
  }

  private void manifest(String name, SortedSet<String> files) throws IOException {
    byte[] bytes = folder.bytes(name).orElse(new byte[0]);
    Map<String, String> listed = new TreeMap<>();
    Matcher lines = LINE.matcher(new String(bytes, ISO_8859_1));
    StringBuilder sorted = new StringBuilder();
    while (lines.find()) {
      listed.put(lines.group(2), lines.group(1));
    }
    listed.forEach((file, hex) -> sorted.append(hex).append("  ").append(file).append('\n'));
    findings.demand(
        Arrays.equals(sorted.toString().getBytes(ISO_8859_1), bytes),
        CheckCode.MANIFEST_MALFORMED,
        name,
        "a manifest is sorted lines of digest, two spaces and name");
    for (String file : files) {
      String hex = listed.remove(file);
      if (hex == null) {
        findings.add(CheckCode.FILE_UNLISTED, file, name + " does not list it");
      } else if (!folder.digest(file).map(Digest::hex).orElse("").equals(hex)) {
        findings.add(CheckCode.FILE_CHANGED, file, "its digest is not the one in " + name);
      }
    }
    for (String file : listed.keySet()) {
      findings.add(CheckCode.FILE_MISSING, file, name + " lists it and it is not there");
    }
  }

  private void text(String name, byte[] expected) throws IOException {
    findings.demand(
        Arrays.equals(folder.bytes(name).orElse(expected), expected),
        CheckCode.BAG_TEXT_WRONG,
        name,
        "it does not hold what it must for this folder");
  }

  private void blobs() {
    for (String name : folder.listing().below(FolderNames.BLOBS + "/").keySet()) {
      String hex = name.substring(name.lastIndexOf('/') + 1);
      findings.demand(
          folder.digest(name).map(Digest::hex).orElse("").equals(hex),
          CheckCode.BLOB_CHANGED,
          name,
          "its digest is not its name");
    }
  }
}
