package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.hex;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.gates.report.Route;
import java.util.List;
import java.util.Optional;

/** Evidence that lacks something. */
final class FileCases extends CaseList {
  FileCases() {
    edited(
        "content-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("new\n")),
        "evidence-complete:CONTENT_MISSING",
        "mediated-changes:CONTENT_MISSING");
    edited(
        "content-damaged",
        Route.QUARANTINED,
        run ->
            run.replaced.put(
                FolderNames.blob(Digest.of("new\n".getBytes(UTF_8))), "damaged".getBytes(UTF_8)),
        "evidence-complete:CONTENT_DAMAGED",
        "mediated-changes:CONTENT_MISSING");
    edited(
        "output-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("output\n")),
        "evidence-complete:CONTENT_MISSING");
    edited(
        "test-report-lost",
        Route.QUARANTINED,
        run -> run.contents.remove(hex("<testsuite/>")),
        "evidence-complete:CONTENT_MISSING");
    edited(
        "tree-lost",
        Route.QUARANTINED,
        run -> run.removed = List.of(FolderNames.TREE),
        "evidence-complete:TREE_MISSING",
        "mediated-changes:TREE_MISSING",
        "protected-paths:TREE_MISSING",
        "verification:TREE_MISSING");
    edited(
        "tree-malformed",
        Route.QUARANTINED,
        run -> run.treeFile = Optional.of("{}".getBytes(UTF_8)),
        "evidence-complete:EVIDENCE_MALFORMED",
        "mediated-changes:TREE_MISSING",
        "protected-paths:TREE_MISSING",
        "verification:TREE_MISSING");
    edited(
        "patch-lost",
        Route.QUARANTINED,
        run -> run.diff = Optional.empty(),
        "evidence-complete:DIFF_MISSING");
    edited(
        "patch-empty",
        Route.QUARANTINED,
        run -> run.diff = Optional.of(new byte[0]),
        "mediated-changes:DIFF_DIFFERS");
    edited(
        "verifier-report-lost",
        Route.QUARANTINED,
        run -> run.report = Optional.empty(),
        "evidence-complete:VERIFIER_REPORT_MISSING",
        "verification:VERIFIER_REPORT_MISSING");
  }
}
