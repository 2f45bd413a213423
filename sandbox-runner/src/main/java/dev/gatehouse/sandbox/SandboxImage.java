package dev.gatehouse.sandbox;

import java.util.Map;

/**
 * A sandbox image.
 *
 * @param id "sha256:" and 64 hexadecimal digits
 * @param labels its labels; {@code dev.gatehouse.manifest} is the digest of its list of packages
 */
public record SandboxImage(String id, Map<String, String> labels) {
  public SandboxImage {
    labels = Map.copyOf(labels);
  }
}
