package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.ContentReferences;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The JSON files: canonical, of their form, and with the digests that they name. */
final class DocumentCheck {
  private final CheckedFolder folder;
  private final Findings findings;

  DocumentCheck(CheckedFolder folder) {
    this.folder = folder;
    this.findings = folder.findings();
  }

  Optional<RunRecord> run() throws IOException {
    return folder
        .json(FolderNames.RUN)
        .flatMap(json ->
            read(
                json,
                FolderNames.RUN,
                CheckCode.RUN_RECORD_MALFORMED,
                RunRecord::fromJson,
                RunRecord::toJson));
  }

  void policy(RunRecord run) throws IOException {
    folder.json(FolderNames.POLICY);
    findings.demand(
        folder.digest(FolderNames.POLICY).map(run.policySha256()::equals).orElse(true),
        CheckCode.POLICY_CHANGED,
        FolderNames.POLICY,
        "its digest is not the one in run.json");
  }

  /**
   * The closure, where the first event names it.
   *
   * @param named what the first event names
   */
  Optional<ControlClosure> closure(Optional<Digest> named) throws IOException {
    findings.demand(
        folder.digest(FolderNames.CLOSURE).equals(named),
        CheckCode.CLOSURE_CHANGED,
        FolderNames.CLOSURE,
        "it is not the one that the first event names");
    return folder
        .json(FolderNames.CLOSURE)
        .flatMap(json ->
            read(
                json,
                FolderNames.CLOSURE,
                CheckCode.REPORT_MALFORMED,
                ControlClosure::fromJson,
                ControlClosure::toJson));
  }

  /** The git tree that the files of {@code tree.json} make. */
  Optional<GitId> tree() throws IOException {
    Optional<Json.Obj> json = folder.json(FolderNames.TREE);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    Tree tree;
    String named;
    boolean sameFiles;
    try {
      tree = Tree.fromJson(json.get());
      named = json.get().string("gitTree");
      sameFiles = tree.toJson().objects("files").equals(json.get().objects("files"));
    } catch (JsonFormatException | IllegalArgumentException e) {
      findings.add(CheckCode.TREE_MALFORMED, FolderNames.TREE, e);
      return Optional.empty();
    }
    if (!sameFiles || json.get().members().size() != 2 || !isTree(tree)) {
      findings.add(
          CheckCode.TREE_MALFORMED,
          FolderNames.TREE,
          "it is not a sorted list of files that can lie in one tree");
      return Optional.empty();
    }
    GitId made = tree.gitTree();
    findings.demand(
        made.hex().equals(named),
        CheckCode.TREE_ID_WRONG,
        FolderNames.TREE,
        "its files make the git tree " + made);
    return Optional.of(made);
  }

  /** The content that the verifier's report relies on; format 1 does not say how it was judged. */
  Set<Digest> verifierReport(FormatVersion format) throws IOException {
    return folder
        .json(FolderNames.VERIFIER_REPORT)
        .flatMap(json ->
            read(
                json,
                FolderNames.VERIFIER_REPORT,
                CheckCode.REPORT_MALFORMED,
                VerifierReport::fromJson,
                report ->
                    (format.includes(FormatVersion.TWO) ? report : report.unjudged()).toJson()))
        .map(report -> ContentReferences.of(report.toJson()))
        .orElse(Set.of());
  }

  /** Whether closing failed; format 1 has no file that says so. */
  boolean failure(FormatVersion format) throws IOException {
    if (!folder.listing().has(FolderNames.FAILURE)) {
      return false;
    }
    if (!format.includes(FormatVersion.TWO)) {
      findings.add(
          CheckCode.ENTRY_UNEXPECTED, FolderNames.FAILURE, "format 1 has no file of this name");
      return false;
    }
    folder
        .json(FolderNames.FAILURE)
        .ifPresent(json ->
            read(
                json,
                FolderNames.FAILURE,
                CheckCode.REPORT_MALFORMED,
                ClosingFailure::fromJson,
                ClosingFailure::toJson));
    return true;
  }

  /** The gate report, with a verdict. */
  Optional<Json.Obj> gateReport() throws IOException {
    return folder
        .json(FolderNames.GATE_REPORT)
        .flatMap(json ->
            read(
                json,
                FolderNames.GATE_REPORT,
                CheckCode.REPORT_MALFORMED,
                DocumentCheck::withVerdict,
                same -> same));
  }

  private <T> Optional<T> read(
      Json.Obj json,
      String name,
      CheckCode code,
      Function<Json.Obj, T> reader,
      Function<T, Json.Obj> writer) {
    try {
      T value = reader.apply(json);
      findings.demand(
          writer.apply(value).equals(json), code, name, "it has members that it must not have");
      return Optional.of(value);
    } catch (JsonFormatException | IllegalArgumentException e) {
      findings.add(code, name, e);
      return Optional.empty();
    }
  }

  private static Json.Obj withVerdict(Json.Obj report) {
    if (!Set.of("PASSED", "FAILED").contains(report.string("verdict"))) {
      throw new JsonFormatException("a verdict is PASSED or FAILED");
    }
    return report;
  }

  /** Whether no file lies where another has a directory, and no component is empty or dots. */
  private static boolean isTree(Tree tree) {
    for (TreePath path : tree.files().keySet()) {
      for (String component : path.latin1().split("/", -1)) {
        if (component.isEmpty() || component.equals(".") || component.equals("..")) {
          return false;
        }
      }
      for (int slash = path.latin1().indexOf('/');
          slash >= 0;
          slash = path.latin1().indexOf('/', slash + 1)) {
        if (tree.files().containsKey(new TreePath(path.latin1().substring(0, slash)))) {
          return false;
        }
      }
    }
    return true;
  }
}
