package dev.gatehouse.evidence.folder;

/**
 * What the blobs of an open folder take.
 *
 * @param count how many
 * @param bytes their bytes
 */
public record BlobUsage(long count, long bytes) {
  BlobUsage plus(long more) {
    return new BlobUsage(count + 1, bytes + more);
  }
}
