package dev.gatehouse.workspace.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;

/** Names as bytes, one character each, as {@link TreePath} keeps them. */
public final class TreeNames {
  private TreeNames() {}

  public static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  static String display(byte[] name) {
    return TreePath.ofBytes(name).display();
  }

  /** The path, if every component is a name that a directory can hold. */
  public static TreePath checked(TreePath path) {
    for (String component : path.latin1().split("/", -1)) {
      if (component.isEmpty()
          || component.equals(".")
          || component.equals("..")
          || component.indexOf('\0') >= 0) {
        throw new WorkspaceException(
            WorkspaceErrorCode.NAME_UNUSABLE, "%s: not a path of names".formatted(path.display()));
      }
    }
    return path;
  }

  /** The directory that holds {@code path}; empty for the root. */
  public static String parent(TreePath path) {
    int slash = path.latin1().lastIndexOf('/');
    return slash < 0 ? "" : path.latin1().substring(0, slash);
  }

  public static String name(TreePath path) {
    return path.latin1().substring(path.latin1().lastIndexOf('/') + 1);
  }

  /** {@code name} in {@code directory}, whose path is empty for the root. */
  public static TreePath child(String directory, String name) {
    return new TreePath(directory.isEmpty() ? name : directory + "/" + name);
  }

  public static int depth(TreePath path) {
    return (int) path.latin1().chars().filter(c -> c == '/').count() + 1;
  }
}
