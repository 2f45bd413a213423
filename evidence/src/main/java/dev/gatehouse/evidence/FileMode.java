package dev.gatehouse.evidence;

/** The kinds of entry that a git tree knows, by their mode. */
public enum FileMode {
  /** A regular file. */
  REGULAR("100644"),
  /** A regular file with the executable bit. */
  EXECUTABLE("100755"),
  /** A symbolic link; its content is the target. */
  SYMLINK("120000"),
  /** A submodule: the git id is a commit, there is no content. */
  GITLINK("160000");

  private final String octal;

  FileMode(String octal) {
    this.octal = octal;
  }

  /** The mode as git and {@code tree.json} write it: six octal digits. */
  public String octal() {
    return octal;
  }

  /** Whether an entry of this mode is a plain file, executable or not. */
  public boolean isFile() {
    return this == REGULAR || this == EXECUTABLE;
  }

  /**
   * The mode written as {@code octal}.
   *
   * @throws IllegalArgumentException if git trees hold no such mode; {@code 100664} of old
   *     repositories is not a mode that git writes today, and is refused
   */
  public static FileMode ofOctal(String octal) {
    for (FileMode mode : values()) {
      if (mode.octal.equals(octal)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("unknown file mode " + octal);
  }
}
