package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Merkle tree hash of a growing list (RFC 6962, 2.1): leaf = SHA-256(0x00 ‖ entry), node =
 * SHA-256(0x01 ‖ left ‖ right). Holds one hash per level, however long the list is.
 */
public final class MerkleTree {
  /** Roots of whole subtrees, the smallest first; their sizes are the one-bits of {@link #size}. */
  private final Deque<byte[]> subtrees = new ArrayDeque<>();

  private long size;

  /** Adds the next entry. */
  public void add(byte[] entry) {
    byte[] hash = hash((byte) 0, entry);
    for (long rest = size; (rest & 1) == 1; rest >>= 1) {
      hash = hash((byte) 1, subtrees.pop(), hash);
    }
    subtrees.push(hash);
    size++;
  }

  /** Number of entries. */
  public long size() {
    return size;
  }

  /** The root over all entries so far; of none, the SHA-256 of no bytes. */
  public Digest root() {
    byte[] root = null;
    for (byte[] subtree : subtrees) {
      root = root == null ? subtree : hash((byte) 1, subtree, root);
    }
    return root == null ? Digest.of(new byte[0]) : Digest.ofRaw(root);
  }

  private static byte[] hash(byte prefix, byte[]... parts) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update(prefix);
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return sha256.digest();
  }
}
