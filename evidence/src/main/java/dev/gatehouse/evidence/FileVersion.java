package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;

/**
 * One file as a tree holds it: what a change goes from or to.
 *
 * @param mode the kind of entry
 * @param size bytes of content; 0 for a {@link FileMode#GITLINK}
 * @param sha256 digest of the content; of no bytes for a {@link FileMode#GITLINK}
 * @param gitBlob git's id of the content; the commit for a {@link FileMode#GITLINK}
 */
public record FileVersion(FileMode mode, long size, Digest sha256, GitId gitBlob) {

  /** The version that has this content. */
  public static FileVersion of(FileMode mode, byte[] content) {
    return new FileVersion(mode, content.length, Digest.of(content), GitId.ofBlob(content));
  }

  /** {@code {"gitBlob","mode","sha256","size"}}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("mode", mode.octal())
        .put("size", size)
        .put("sha256", sha256.hex())
        .put("gitBlob", gitBlob.hex())
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static FileVersion fromJson(Json.Obj json) {
    return new FileVersion(
        json.parsed("mode", FileMode::ofOctal),
        json.integer("size"),
        json.parsed("sha256", Digest::new),
        json.parsed("gitBlob", GitId::new));
  }
}
