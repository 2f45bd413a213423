package dev.gatehouse.policy.closure.base;

/** The parts of a path that a text of the base names. */
public final class FileNames {
  private FileNames() {}

  /** What follows the last slash; the whole text where there is none. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What stands before the last slash; empty where there is none. */
  public static String directory(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }
}
