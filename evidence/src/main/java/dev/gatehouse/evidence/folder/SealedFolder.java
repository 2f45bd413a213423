package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import java.nio.file.Path;

/**
 * A run folder that is closed.
 *
 * @param path where it lies now
 * @param sealSha256 digest of {@code seal.dsse.json}, by which a merge and a row name the folder
 */
public record SealedFolder(Path path, Digest sealSha256) {}
