package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.TreePath;
import java.nio.charset.StandardCharsets;

/** Symbolic links that scratch may hold: relative, and never above the workspace. */
final class SymlinkTargets {
  private SymlinkTargets() {}

  static boolean stayInside(TreePath link, byte[] target) {
    String text = new String(target, StandardCharsets.ISO_8859_1);
    if (text.isEmpty() || text.startsWith("/")) {
      return false;
    }
    int depth = (int) link.latin1().chars().filter(c -> c == '/').count();
    for (String component : text.split("/", -1)) {
      if (component.equals("..")) {
        depth--;
      } else if (!component.isEmpty() && !component.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return false;
      }
    }
    return true;
  }
}
