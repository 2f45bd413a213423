package dev.gatehouse.controlplane.runs.outcome;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Files of one sealed folder that answers are made from, each read whole and within a bound. Links
 * are not followed: a sealed folder has none.
 *
 * <p>Every method throws {@link UncheckedIOException} if a file that is there cannot be read.
 *
 * @param memory asked before a file is read
 */
public record SealedFiles(Path folder, AnswerMemory memory) {
  /** Bytes of a report, of the genesis and of the policy snapshot. */
  public static final long REPORT_BYTES = 4L << 20;

  /**
   * A file; nothing if the folder does not have it.
   *
   * @param name one of {@link dev.gatehouse.evidence.folder.FolderNames}
   * @param most bytes
   * @throws SyscallException TOO_LARGE, before anything is read
   */
  public Optional<byte[]> bytes(String name, long most) {
    return bytes(
        name,
        most,
        size ->
            new SyscallException(
                WorkspaceErrorCode.TOO_LARGE,
                "the file %s of the sealed folder has %s bytes, and at most %s are read here"
                    .formatted(name, size, most),
                "an operator reads it in the run's folder, which folder.tar gives"));
  }

  /** The same; nothing if it is larger. */
  public Optional<byte[]> bytesWithin(String name, long most) {
    return size(name).filter(bytes -> bytes <= most).map(bytes -> read(name, bytes));
  }

  /**
   * A file that holds JSON, as gateways write it; nothing if the folder does not have it.
   *
   * @throws JsonFormatException if it does not, or has more than {@link #REPORT_BYTES}
   */
  public Optional<Json.Obj> json(String name) {
    return bytes(
            name,
            REPORT_BYTES,
            _ ->
                new JsonFormatException(
                    "the folder's " + name + " is larger than gateways write it"))
        .map(StrictJson::read);
  }

  private Optional<byte[]> bytes(
      String name, long most, LongFunction<? extends RuntimeException> tooLarge) {
    Optional<Long> size = size(name);
    if (size.isPresent() && size.get() > most) {
      throw tooLarge.apply(size.get());
    }
    return size.map(bytes -> read(name, bytes));
  }

  private Optional<Long> size(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.size(file))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private byte[] read(String name, long size) {
    memory.take(size);
    try (InputStream in = Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(Math.toIntExact(size));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static UncheckedIOException unreadable(String name, IOException e) {
    return new UncheckedIOException("the sealed folder's " + name + " cannot be read", e);
  }
}
