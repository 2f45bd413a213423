package dev.gatehouse.evidence.folder;

/** Content came for a run folder after the end of its run: what is sealed has no more of it. */
public final class FolderEndedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  FolderEndedException() {
    super("the run has ended, and its folder takes no more content");
  }
}
