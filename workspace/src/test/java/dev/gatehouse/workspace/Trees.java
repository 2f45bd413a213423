package dev.gatehouse.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A tree made in memory, which is its own source of content. */
final class Trees implements ContentSource {
  private final TreeMap<TreePath, FileVersion> files = new TreeMap<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();

  Trees file(String path, String content) {
    return put(TreePath.of(path), FileMode.REGULAR, content.getBytes(UTF_8));
  }

  Trees put(TreePath path, FileMode mode, byte[] content) {
    FileVersion version = FileVersion.of(mode, content);
    files.put(path, version);
    contents.put(version.sha256(), content);
    return this;
  }

  Tree tree() {
    return new Tree(files);
  }

  @Override
  public byte[] content(FileVersion version) {
    return contents.getOrDefault(version.sha256(), new byte[0]);
  }
}
