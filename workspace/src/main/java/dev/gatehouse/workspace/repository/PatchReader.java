package dev.gatehouse.workspace.repository;

import java.io.IOException;
import java.io.InputStream;

/** Reads a patch in pieces, since it may be larger than memory. */
@FunctionalInterface
public interface PatchReader {
  /** Reads it to its end. */
  void read(InputStream patch) throws IOException;
}
