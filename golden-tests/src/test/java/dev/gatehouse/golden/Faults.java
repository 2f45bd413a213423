package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one chosen step of a gateway's work on files fail: src/test/c/faults.c, compiled, and its
 * control file. A step is a call by which the gateway, or a git that it started, changes a file or
 * a name below its data directory (not the database's) or below one of the directories named here.
 */
final class Faults {
  private static final int COUNTING = 0;
  private static final int STEPS = 1;
  private static final int CHOSEN = 2;
  private static final int KIND = 3;
  private static final int NUMBERS = 5;

  private final Path home = CopiedTrees.passable("faults");
  private final Path library = home.resolve("faults.so");
  private final Path control = home.resolve("control");
  private final Path log = home.resolve("log");
  private final List<Path> more;

  /** How a step fails. */
  enum Kind {
    /** The gateway is killed before it. */
    KILL(1),
    /** It fails once with "input/output error". */
    EIO(5),
    /** It fails once with "no space left on device". */
    ENOSPC(28);

    private final long number;

    Kind(long number) {
      this.number = number;
    }
  }

  /**
   * Compiles the library.
   *
   * @param more where steps count besides the data directory
   */
  Faults(Path... more) {
    this.more = List.of(more);
    Program.demand(
        Product.module(),
        Map.of(),
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-O2",
            "-std=gnu17",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            library.toString(),
            "src/test/c/faults.c"));
    try {
      Files.write(control, new byte[NUMBERS * Long.BYTES]);
      Files.createFile(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a gateway over {@code data} is started with. */
  Map<String, String> environment(Path data) {
    String below =
        Stream.concat(Stream.of(data), more.stream())
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAULTS_BELOW", below,
        "FAULTS_EXCEPT", data.resolve("postgres").toString(),
        "FAULTS_CONTROL", control.toString(),
        "FAULTS_LOG", log.toString());
  }

  /** Counts steps from now on, and lets that one fail; the first is 1, and 0 is none. */
  void choose(int step, Kind kind) {
    stop();
    try {
      Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(STEPS, 0);
    set(CHOSEN, step);
    set(KIND, kind.number);
    set(COUNTING, 1);
  }

  /** Lets nothing fail any more, and counts no further. */
  void stop() {
    set(COUNTING, 0);
  }

  /** A step as steps of other rounds, runs and files would be the same. */
  static String shape(String step) {
    return step.replaceAll("/r-[0-9a-z]{26}", "/RUN")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("[0-9a-f]{38,64}", "DIGEST")
        .replaceAll("/[0-9a-f]{2}(?=/|$)", "/XX")
        .replaceAll("tmp_([a-z]+)_\\w+", "tmp_$1")
        .replaceAll("[0-9]+", "N")
        .replaceAll("(workspaces/RUN(-verify)?/(tree|[.]removing-N))/.*", "$1/X");
  }

  /** The steps that were counted, each as "program call path", " FAULT" behind the chosen one. */
  List<String> steps() {
    try {
      return Files.readAllLines(log).stream()
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void set(int number, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel file = FileChannel.open(control, StandardOpenOption.WRITE)) {
      file.write(bytes.putLong(value).flip(), (long) number * Long.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
