package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.workspace.ContentSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Contents of any file of a run: what it wrote itself, else its base.
 *
 * @param folder where the run keeps what it wrote
 * @param base contents of the base
 */
record RunContents(OpenFolder folder, ContentSource base) implements ContentSource {
  @Override
  public byte[] content(FileVersion version) {
    return folder.content(version.sha256()).orElseGet(() -> base.content(version));
  }

  @Override
  public void write(FileVersion version, OutputStream to) throws IOException {
    Optional<byte[]> own = folder.content(version.sha256());
    if (own.isPresent()) {
      to.write(own.get());
    } else {
      base.write(version, to);
    }
  }
}
