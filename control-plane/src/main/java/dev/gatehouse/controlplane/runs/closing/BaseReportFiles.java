package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.verifier.BaseReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plans said of bases, in files that outlive the process. It only saves work: a file that is
 * gone, or does not hold a whole report, costs running the plan once more. Thread-safe; for one
 * base the plan runs once at a time.
 */
final class BaseReportFiles implements BaseReports {
  /** Reports that are kept, at most; the one that was asked for longest ago goes first. */
  static final int MOST = 256;

  private static final Logger LOG = LoggerFactory.getLogger(BaseReportFiles.class);
  private static final String SUFFIX = ".json";
  private static final int TURNS = 64;

  /** Endings that the step itself brought about; the others may be the machine's. */
  private static final Set<String> OWN_ENDINGS = Set.of("EXITED", "SIGNALLED");

  private final Path directory;
  private final Clock clock;
  private final List<Object> turns = IntStream.range(0, TURNS).mapToObj(_ -> new Object()).toList();

  /** Reports in that directory, which is there. */
  BaseReportFiles(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public BaseReport of(Digest key, Supplier<BaseReport> runs) {
    synchronized (turns.get(Math.floorMod(key.hashCode(), TURNS))) {
      Path file = directory.resolve(key.hex() + SUFFIX);
      Optional<BaseReport> known = read(file);
      if (known.isPresent()) {
        return known.get();
      }
      BaseReport report = runs.get();
      if (report.steps().stream().allMatch(step -> OWN_ENDINGS.contains(step.ending()))) {
        keep(file, report);
      }
      return report;
    }
  }

  private Optional<BaseReport> read(Path file) {
    try {
      BaseReport report = BaseReport.fromJson(StrictJson.readCanonical(Files.readAllBytes(file)));
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(report);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JsonFormatException e) {
      LOG.warn("the report on a base is made anew, since {} cannot be read", file, e);
      return Optional.empty();
    }
  }

  private void keep(Path file, BaseReport report) {
    try {
      Path unfinished = Files.createTempFile(directory, "new-", "");
      try {
        Files.write(unfinished, report.toJson().canonical());
        Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      forgetOldest();
    } catch (IOException e) {
      LOG.warn("the report on a base is not kept", e);
    }
  }

  private synchronized void forgetOldest() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(files::add);
    }
    files.sort(Comparator.comparing(BaseReportFiles::lastAsked).reversed());
    for (Path each : files.stream().skip(MOST).toList()) {
      Files.deleteIfExists(each);
    }
  }

  private static FileTime lastAsked(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
