package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.RunNames;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.projection.TaskRuns;
import dev.gatehouse.controlplane.reconciliation.ReconciliationFinding.Code;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.StagingListing;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What lies in the directories of runs. Only reads.
 *
 * @param opened every run that has a readable genesis, the tampered ones too: they were attempts
 * @param sealed runs with a sealed folder
 * @param untrusted runs whose folders say nothing that rows could follow
 */
record FolderScan(
    List<TaskRuns.Opened> opened,
    Set<String> sealed,
    Set<String> untrusted,
    List<ReconciliationFinding> findings) {

  /**
   * Looks at every folder. What is strange is looked at twice, since folders come, move and go
   * meanwhile; only what is strange both times is found.
   *
   * @param known sealed runs that need no check in this pass
   */
  static FolderScan of(RunSource source, FolderVerdict verdict, Predicate<String> known) {
    Pass pass = new Pass();
    pass.look(source, name -> known.test(name) ? _ -> Optional.empty() : verdict, _ -> true);
    Pass again = new Pass();
    if (!pass.strange.isEmpty()) {
      again.look(source, _ -> verdict, pass.strange::contains);
    }
    return new FolderScan(pass.opened, pass.sealed, pass.untrusted, again.findings);
  }

  /** The run of that id as its genesis has it, wherever its folder is. */
  static Optional<TaskRuns.Opened> opened(RunSource source, String runId) {
    Pass pass = new Pass();
    // In the order in which a folder moves.
    return pass.read(runId, source.openFolder(runId))
        .or(() -> pass.read(runId, source.sealedFolder(runId)));
  }

  /** The runs in their order. */
  TaskRuns index() {
    return new TaskRuns(opened);
  }

  private static final class Pass {
    private final List<TaskRuns.Opened> opened = new ArrayList<>();
    private final Set<String> sealed = new HashSet<>();
    private final Set<String> untrusted = new HashSet<>();
    private final Set<String> strange = new HashSet<>();
    private final List<ReconciliationFinding> findings = new ArrayList<>();

    void look(RunSource source, Function<String, FolderVerdict> verdict, Predicate<String> names) {
      source.sealedNames().stream()
          .filter(names)
          .forEach(name -> sealed(name, source.sealedFolder(name), verdict.apply(name)));
      source.openNames().stream()
          .filter(names)
          .forEach(name -> open(name, source.openFolder(name)));
      source.workspaceNames().stream()
          .filter(names)
          .filter(name -> !RunNames.isWorkspace(name))
          .forEach(name -> foreign("workspaces", name));
    }

    void sealed(String name, Path folder, FolderVerdict verdict) {
      if (!Identifier.isValid(name) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        foreign("sealed runs", name);
        return;
      }
      sealed.add(name);
      read(name, folder).ifPresent(opened::add);
      verdict.problem(folder).ifPresent(problem -> tampered(name, problem));
    }

    void open(String name, Path folder) {
      // A folder has its run's name as soon as it is whole; what was sealed meanwhile is not an
      // open
      // one.
      if (Identifier.isValid(name)
          && !sealed.contains(name)
          && Files.exists(folder.resolve(FolderNames.RUN))) {
        read(name, folder).ifPresent(opened::add);
      } else if (!StagingListing.isUnfinished(name)
          && !sealed.contains(name)
          && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        foreign("open runs", name);
      }
    }

    void foreign(String place, String name) {
      strange.add(name);
      findings.add(
          new ReconciliationFinding(
              Code.R09_UNKNOWN_FILE,
              Optional.empty(),
              "among the %s lies %s, which is not the gateway's"
                  .formatted(place, RunNames.shown(name)),
              false));
    }

    private Optional<TaskRuns.Opened> read(String name, Path folder) {
      try {
        byte[] genesis = Files.readAllBytes(folder.resolve(FolderNames.RUN));
        RunRecord run = RunRecord.fromJson(StrictJson.readCanonical(genesis));
        if (run.runId().equals(name)) {
          return Optional.of(TaskRuns.Opened.of(run));
        }
        tampered(name, "its genesis is that of another run");
      } catch (NoSuchFileException e) {
        // A folder that is gone as a whole has moved to the sealed ones meanwhile.
        if (Files.exists(folder)) {
          tampered(name, "its genesis is missing");
        }
      } catch (IOException e) {
        unreadable(name, "its genesis cannot be read: " + e.getMessage());
      } catch (JsonFormatException e) {
        tampered(name, "its genesis is malformed: " + e.getMessage());
      }
      return Optional.empty();
    }

    private void unreadable(String name, String problem) {
      strange.add(name);
      if (untrusted.add(name)) {
        findings.add(
            new ReconciliationFinding(Code.R06_UNREADABLE, Optional.of(name), problem, false));
      }
    }

    private void tampered(String name, String problem) {
      strange.add(name);
      if (untrusted.add(name)) {
        findings.add(
            new ReconciliationFinding(Code.R05_TAMPERED, Optional.of(name), problem, false));
      }
    }
  }
}
