package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.folder.FolderNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The names and sizes of everything in a folder, held against the closed list of names. */
final class FolderListing {
  private static final Set<String> REQUIRED =
      Set.of(
          FolderNames.RUN,
          FolderNames.POLICY,
          FolderNames.JOURNAL,
          FolderNames.CHECKPOINT,
          FolderNames.ENVELOPE_KEY,
          FolderNames.CHECKPOINT_KEY,
          FolderNames.CHECKPOINT_VKEY,
          FolderNames.BAGIT,
          FolderNames.BAG_INFO,
          FolderNames.MANIFEST,
          FolderNames.TAG_MANIFEST,
          FolderNames.SEAL);
  private static final Set<String> OPTIONAL =
      Set.of(
          FolderNames.CLOSURE,
          FolderNames.TREE,
          FolderNames.DIFF,
          FolderNames.VERIFIER_REPORT,
          FolderNames.FAILURE,
          FolderNames.GATE_REPORT,
          FolderNames.VSA);
  private static final Pattern BLOB =
      Pattern.compile(FolderNames.BLOBS + "/([0-9a-f]{2})/\\1[0-9a-f]{62}");

  private final SortedMap<String, Long> sizes = new TreeMap<>();
  private boolean plain = true;

  /** Lists without opening any file; anything but a plain file is a finding. */
  static FolderListing of(Path folder, Findings findings) throws IOException {
    FolderListing listing = new FolderListing();
    Files.walkFileTree(folder, listing.new Visitor(folder, findings));
    for (String name : REQUIRED) {
      findings.demand(
          listing.has(name), CheckCode.FILE_MISSING, name, "every sealed run has this file");
    }
    return listing;
  }

  /** Whether there are only files and directories, so that files may be opened. */
  boolean isPlain() {
    return plain;
  }

  boolean has(String name) {
    return sizes.containsKey(name);
  }

  /** Names and sizes of the files whose names start so, in byte order. */
  SortedMap<String, Long> below(String prefix) {
    return sizes.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  /** Names and sizes of all files. */
  Map<String, Long> files() {
    return sizes;
  }

  static boolean isBlob(String name) {
    return BLOB.matcher(name).matches();
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Findings findings;

    Visitor(Path folder, Findings findings) {
      this.folder = folder;
      this.findings = findings;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      try (var entries = Files.newDirectoryStream(directory)) {
        findings.demand(
            entries.iterator().hasNext(),
            CheckCode.DIRECTORY_EMPTY,
            folder.relativize(directory).toString(),
            "a run folder has no empty directory");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = folder.relativize(file).toString();
      if (!attributes.isRegularFile()) {
        plain = false;
        findings.add(CheckCode.ENTRY_NOT_A_FILE, name, "a run folder has only files");
      } else if (REQUIRED.contains(name) || OPTIONAL.contains(name) || isBlob(name)) {
        sizes.put(name, attributes.size());
      } else {
        findings.add(CheckCode.ENTRY_UNEXPECTED, name, "a run folder has no file of this name");
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
