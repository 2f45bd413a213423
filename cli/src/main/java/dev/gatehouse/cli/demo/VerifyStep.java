package dev.gatehouse.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder is checked, one byte of a copy is flipped, and the copy is found out. */
final class VerifyStep {
  private static final Path FLIPPED = Path.of("data", "journal.jsonl");

  private VerifyStep() {}

  static void play(DemoTranscript transcript, Path folder, FolderVerifier judge, Path copies)
      throws IOException {
    transcript.scene("9. Anyone checks the folder, without Gatehouse running");
    transcript.asks("auditor", "verify " + folder);
    List<String> findings = judge.findings(folder);
    findings.forEach(finding -> transcript.refused("finding", finding, Optional.empty()));
    transcript.expect(findings.isEmpty(), "the sealed folder does not check");
    if (findings.isEmpty()) {
      transcript.done("whole, chained and signed");
    }
    Path temporary = Files.createTempDirectory(copies, "gatehouse-copy-");
    try {
      Path copy = temporary.resolve(folder.getFileName());
      copy(folder, copy);
      flipMiddleByte(copy.resolve(FLIPPED));
      transcript.asks("auditor", "verify a copy in which one bit of " + FLIPPED + " is flipped");
      List<String> found = judge.findings(copy);
      found.stream().limit(2).forEach(f -> transcript.refused("found out", f, Optional.empty()));
      transcript.expect(!found.isEmpty(), "the changed copy was not found out");
    } finally {
      delete(temporary);
    }
  }

  private static void flipMiddleByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      paths.forEach(path -> {
        try {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
