package dev.gatehouse.policy.closure.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.report.ControlClosure.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads files of the base, and remembers which and what they hold. */
public final class BaseReader {
  private static final int CARRIED_BYTES = 1 << 20;

  private final Tree base;
  private final Function<FileVersion, byte[]> contents;
  private final ClosureBounds bounds;
  private final TreeMap<TreePath, Digest> read = new TreeMap<>();
  private final Set<Digest> kept = new HashSet<>();
  private final List<InlineContent> carried = new ArrayList<>();
  private final List<byte[]> blobs = new ArrayList<>();
  private Predicate<TreePath> hidden = path -> false;
  private int bytes;
  private int carriedBytes;

  public BaseReader(Tree base, Function<FileVersion, byte[]> contents, ClosureBounds bounds) {
    this.base = base;
    this.contents = contents;
    this.bounds = bounds;
  }

  /** From here on, files that are left out of workspaces are as if they were not there. */
  public void hide(Predicate<TreePath> paths) {
    hidden = paths;
  }

  /** Whether the base has a plain file there. */
  public boolean isFile(TreePath path) {
    return base.file(path).filter(version -> version.mode().isFile()).isPresent()
        && !hidden.test(path);
  }

  /** How large a file of the base is. */
  public long size(TreePath path) {
    return base.file(path).map(FileVersion::size).orElse(0L);
  }

  /** Whether the file is small enough to be read. */
  public boolean isReadable(TreePath path) {
    return base.file(path).filter(version -> version.size() <= bounds.fileBytes()).isPresent();
  }

  /** Whether the base has something below the path. */
  public boolean isDirectory(TreePath path) {
    return path.latin1().isEmpty() ? !base.files().isEmpty() : !below(path).isEmpty();
  }

  /** The files of the base below a directory. */
  public SortedMap<TreePath, FileVersion> below(TreePath directory) {
    if (directory.latin1().isEmpty()) {
      return base.files();
    }
    // The character after the slash: everything that begins with the directory and a slash.
    return base.files()
        .subMap(new TreePath(directory.latin1() + "/"), new TreePath(directory.latin1() + "0"));
  }

  /** The names of what the base has in a directory. */
  public List<String> entries(String directory) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    List<String> entries = new ArrayList<>();
    SortedMap<TreePath, FileVersion> left = below(new TreePath(directory));
    while (!left.isEmpty()) {
      String path = left.firstKey().latin1();
      int slash = path.indexOf('/', prefix.length());
      String entry = path.substring(prefix.length(), slash < 0 ? path.length() : slash);
      entries.add(entry);
      // What follows the file, or everything in the directory.
      left = left.tailMap(new TreePath(prefix + entry + (slash < 0 ? "\0" : "0")));
    }
    return entries;
  }

  /** The symbolic links of the base. */
  public List<TreePath> links() {
    return base.files().entrySet().stream()
        .filter(file -> file.getValue().mode() == FileMode.SYMLINK)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The content of a file or link of the base, one character for each byte. */
  public Optional<String> text(TreePath path) {
    return base.file(path)
        .filter(version -> version.mode() != FileMode.GITLINK)
        .map(version -> new String(bytes(path, version), ISO_8859_1));
  }

  private byte[] bytes(TreePath path, FileVersion version) {
    ClosureBounds.demand(
        version.size() <= bounds.fileBytes(),
        "bytes in %s, which steers the judgement".formatted(path.display()),
        bounds.fileBytes());
    byte[] content = contents.apply(version);
    if (read.putIfAbsent(path, version.sha256()) == null) {
      bytes += content.length;
      ClosureBounds.demand(
          bytes <= bounds.bytes(), "bytes of links, makefiles and scripts", bounds.bytes());
      keep(version.sha256(), content);
    }
    return content;
  }

  private void keep(Digest sha256, byte[] content) {
    if (content.length == 0 || !kept.add(sha256)) {
      return;
    }
    if (content.length <= InlineContent.MAX_BYTES
        && carriedBytes + content.length <= CARRIED_BYTES) {
      carriedBytes += content.length;
      carried.add(new InlineContent(content));
    } else {
      blobs.add(content);
    }
  }

  /** What was read, by path. */
  public List<Source> sources() {
    return read.entrySet().stream()
        .map(source -> new Source(source.getKey(), source.getValue()))
        .toList();
  }

  /** Small contents of what was read. */
  public List<InlineContent> carried() {
    return carried;
  }

  /** The other contents. */
  public List<byte[]> blobs() {
    return blobs;
  }
}
