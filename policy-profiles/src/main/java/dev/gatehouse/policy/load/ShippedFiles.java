package dev.gatehouse.policy.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that ship with this package: profiles, packs and lists of names. */
final class ShippedFiles {
  private ShippedFiles() {}

  /** The bytes of a file, named from this package. */
  static byte[] bytes(String file) {
    try (InputStream in = ShippedFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the shipped file " + file + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
