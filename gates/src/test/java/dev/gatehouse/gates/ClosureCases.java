package dev.gatehouse.gates;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.report.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the policy takes because of links, makefiles and scripts of the base. */
final class ClosureCases extends CaseList {
  private static final String LARGE = "all:\n# " + "x".repeat(5000) + "\n";

  ClosureCases() {
    super(FormatVersion.TWO);
    add(
        "closure-link-approved",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = linked();
          run.approve(run.write("tools/conf.py", "approved\n"));
          return run.verified().end();
        });
    add(
        "closure-link-denied",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = linked();
          run.write("calc.py", "new\n");
          run.settle(
              run.write("tools/conf.py", "forged\n"), Approval.State.DENIED, "ada", run.now());
          return run.verified().end();
        });
    add(
        "closure-script-approved",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = linked();
          run.approve(run.write("style.py", "approved\n"));
          return run.verified().end();
        });
    add(
        "closure-makefile-kept-as-a-blob",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = based(Map.of("Makefile", LARGE));
          run.write("calc.py", "new\n");
          return run.verified().end();
        });
    add(
        "closure-link-leads-out",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = based(Map.of("conftest.py", "link:/tmp/conf.py"));
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:CONTROL_LINK_LEFT_OUT");
    add(
        "closure-missing",
        Route.QUARANTINED,
        () -> {
          Scenario run = linked();
          run.write("calc.py", "new\n");
          run.recordedClosure = document -> Optional.empty();
          return run.verified().end();
        },
        "policy-pinned:CLOSURE_MISSING");
    add(
        "closure-forged",
        Route.QUARANTINED,
        () -> {
          Scenario run = linked();
          run.write("calc.py", "new\n");
          run.recordedClosure = document -> Optional.of(ControlClosure.NONE.toJson());
          return run.verified().end();
        },
        "policy-pinned:CLOSURE_DIFFERS");
    add(
        "closure-forged-to-let-a-change-by",
        Route.QUARANTINED,
        () -> {
          Scenario run = linked();
          run.approve(run.write("tools/conf.py", "forged\n"));
          run.recordedClosure = document -> Optional.of(without(document, "otherNames"));
          return run.verified().end();
        },
        "policy-pinned:CLOSURE_DIFFERS",
        "protected-paths:APPROVAL_DIFFERS",
        "protected-paths:DECISION_DIFFERS",
        "protected-paths:DISPOSITION_DIFFERS");
    add(
        "closure-replaced",
        Route.QUARANTINED,
        () -> {
          Scenario run = linked();
          run.write("calc.py", "new\n");
          run.replaced.put("data/closure.json", ControlClosure.NONE.toJson().canonical());
          return run.verified().end();
        },
        "policy-pinned:CLOSURE_MISSING");
    add(
        "closure-source-lost",
        Route.QUARANTINED,
        () -> {
          Scenario run = linked();
          run.write("calc.py", "new\n");
          run.recordedClosure = document -> Optional.of(without(document, "contents"));
          return run.verified().end();
        },
        "policy-pinned:CLOSURE_DIFFERS");
    add(
        "closure-of-other-content-than-the-commits",
        Route.QUARANTINED,
        () -> {
          Scenario run = based(Map.of("Makefile", "include local.inc\n"));
          run.verified().end();
          Tree honest = run.base;
          Tree forged = withContent(run, "Makefile", "# nothing\n");
          run.diff = Optional.of(new byte[0]);
          run.treeFile = Optional.of(forged.toJson().canonical());
          run.recordedClosure =
              document -> {
                run.base = forged;
                Json.Obj other = BaseFiles.closure(run).closure().toJson();
                run.base = honest;
                return Optional.of(other);
              };
          return run;
        },
        "policy-pinned:CLOSURE_DIFFERS");
    add(
        "closure-not-used-by-the-verifier",
        Route.QUARANTINED,
        () -> {
          Scenario run = based(Map.of("conftest.py", "link:/tmp/conf.py"));
          run.write("calc.py", "new\n");
          run.verified().end();
          run.report =
              run.report.map(
                  r -> new VerifierReport(r.resultTree(), r.resultTree(), List.of(), r.steps()));
          return run;
        },
        "verification:CONTROL_LINK_LEFT_OUT",
        "verification:VERIFIED_TREE_DIFFERS");
  }

  private static Json.Obj without(Json.Obj document, String member) {
    TreeMap<String, Json> members = new TreeMap<>(document.members());
    members.put(member, new Json.Arr(List.of()));
    return new Json.Obj(members);
  }

  /** The base as if git's id of a file named other content. */
  private static Tree withContent(Scenario run, String path, String content) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(run.base.files());
    FileVersion other = BaseFiles.version(content);
    files.computeIfPresent(
        TreePath.of(path),
        (same, version) ->
            new FileVersion(version.mode(), other.size(), other.sha256(), version.gitBlob()));
    run.texts.put(other.sha256().hex(), BaseFiles.bytes(content));
    return new Tree(files);
  }

  private static Scenario linked() {
    return based(Map.of("conftest.py", "link:tools/conf.py", "tools/conf.py", "base\n"));
  }

  /** The small base and these files. */
  private static Scenario based(Map<String, String> files) {
    Map<String, String> all = new TreeMap<>();
    all.put("calc.py", "old\n");
    all.put("style.py", "pass\n");
    all.putAll(files);
    return new Scenario(all);
  }
}
