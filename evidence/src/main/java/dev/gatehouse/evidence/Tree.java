package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole tree of files: what a run starts from, and what it results in.
 *
 * @param files every file by its path, in git's byte order; immutable
 */
public record Tree(SortedMap<TreePath, FileVersion> files) {
  public Tree {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** The tree without files. */
  public static Tree empty() {
    return new Tree(new TreeMap<>());
  }

  /** The file at {@code path}, if the tree has one. */
  public Optional<FileVersion> file(TreePath path) {
    return Optional.ofNullable(files.get(path));
  }

  /** The tree after the change set; what the changes say of {@code before} is not looked at. */
  public Tree with(ChangeSet changes) {
    TreeMap<TreePath, FileVersion> result = new TreeMap<>(files);
    for (Change change : changes.changes()) {
      change
          .after()
          .ifPresentOrElse(
              after -> result.put(change.path().toTreePath(), after),
              () -> result.remove(change.path().toTreePath()));
    }
    return new Tree(result);
  }

  /**
   * Git's id of this tree, from modes, names and blob ids alone (gitformat-tree: entries sorted by
   * name, a directory as if its name ended in a slash).
   */
  public GitId gitTree() {
    return directory(new ArrayList<>(files.entrySet()), 0);
  }

  /** {@code {"files":[{path|pathHex, mode, size, sha256, gitBlob}], "gitTree"}}. */
  public Json.Obj toJson() {
    List<Json> list = new ArrayList<>();
    files.forEach((path, version) -> {
      Json.Builder entry = Json.object().putAll(version.toJson());
      list.add(path.putInto(entry).build());
    });
    return Json.object().put("files", new Json.Arr(list)).put("gitTree", gitTree().hex()).build();
  }

  /**
   * The inverse of {@link #toJson()}; the recorded {@code gitTree} is not compared here.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static Tree fromJson(Json.Obj json) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    for (Json.Obj entry : json.objects("files")) {
      files.put(TreePath.from(entry), FileVersion.fromJson(entry));
    }
    return new Tree(files);
  }

  private record Row(String sortName, String mode, String name, GitId id) {}

  private static GitId directory(List<Map.Entry<TreePath, FileVersion>> entries, int offset) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < entries.size(); ) {
      String path = entries.get(i).getKey().latin1();
      int slash = path.indexOf('/', offset);
      if (slash < 0) {
        FileVersion file = entries.get(i).getValue();
        String name = path.substring(offset);
        rows.add(new Row(name, file.mode().octal(), name, file.gitBlob()));
        i++;
      } else {
        int end = i;
        String prefix = path.substring(0, slash + 1);
        while (end < entries.size() && entries.get(end).getKey().latin1().startsWith(prefix)) {
          end++;
        }
        String name = path.substring(offset, slash);
        rows.add(new Row(name + "/", "40000", name, directory(entries.subList(i, end), slash + 1)));
        i = end;
      }
    }
    rows.sort(java.util.Comparator.comparing(Row::sortName));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Row row : rows) {
      body.writeBytes((row.mode() + " " + row.name()).getBytes(StandardCharsets.ISO_8859_1));
      body.write(0);
      body.writeBytes(row.id().raw());
    }
    return GitId.ofObject("tree", body.toByteArray());
  }
}
