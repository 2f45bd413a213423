package dev.gatehouse.workspace.repository;

import dev.gatehouse.evidence.Tree;

/**
 * A commit's tree, and where its bytes come from. Closing it ends the process behind the contents,
 * which stay usable, one process for each question.
 *
 * @param tree every file with its SHA-256
 * @param contents the mirror's blobs
 */
public record PinnedTree(Tree tree, MirrorContents contents) implements AutoCloseable {
  @Override
  public void close() {
    contents.close();
  }
}
