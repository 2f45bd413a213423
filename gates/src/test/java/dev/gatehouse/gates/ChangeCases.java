package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.based;
import static dev.gatehouse.gates.Edits.hex;
import static dev.gatehouse.gates.Edits.smuggled;
import static dev.gatehouse.gates.Edits.with;
import static dev.gatehouse.gates.Edits.withRequest;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.report.Route;
import java.util.TreeMap;

/** Results that are more, or less, than what was committed. */
final class ChangeCases extends CaseList {
  ChangeCases() {
    edited(
        "other-path-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "path", new Json.Str("other.py"))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    edited(
        "other-content-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "sha256", new Json.Str(hex("other")))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    edited(
        "other-before-than-requested",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.callId().equals("call-2")
                        ? withRequest(e, "replaces", new Json.Str("absent"))
                        : e),
        "mediated-changes:CHANGE_NOT_REQUESTED");
    add(
        "name-that-no-syscall-may-use",
        Route.QUARANTINED,
        () -> smuggled("a\u0001b", Scenario.version("new\n")),
        "mediated-changes:CHANGE_NAME_REFUSED",
        "protected-paths:DISPOSITION_DIFFERS");
    add(
        "symbolic-link-committed",
        Route.QUARANTINED,
        () -> smuggled("link", FileVersion.of(FileMode.SYMLINK, "new\n".getBytes(UTF_8))),
        "mediated-changes:CHANGE_KIND_REFUSED");
    add(
        "size-forged",
        Route.QUARANTINED,
        () -> {
          FileVersion honest = Scenario.version("new\n");
          return smuggled(
              "x.py", new FileVersion(honest.mode(), 99, honest.sha256(), honest.gitBlob()));
        },
        "mediated-changes:VERSION_DIFFERS");
    add(
        "git-id-forged",
        Route.QUARANTINED,
        () -> {
          FileVersion honest = Scenario.version("new\n");
          return smuggled(
              "x.py",
              new FileVersion(
                  honest.mode(),
                  honest.size(),
                  honest.sha256(),
                  GitId.ofBlob("other".getBytes(UTF_8))));
        },
        "mediated-changes:VERSION_DIFFERS");
    add(
        "file-that-nobody-wrote",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.tree = with(run.tree, "evil.py", Scenario.version("evil\n"));
          return run.verified().end();
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "file-that-nobody-deleted",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          TreeMap<TreePath, FileVersion> files = new TreeMap<>(run.tree.files());
          files.remove(TreePath.of("test_calc.py"));
          run.tree = new Tree(files);
          return run.verified().end();
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "content-that-nobody-wrote",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.tree = with(run.tree, "calc.py", Scenario.version("evil\n"));
          return run.verified().end();
        },
        "mediated-changes:CHANGE_CHAIN_BROKEN");
    add(
        "base-of-another-commit",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.whole();
          run.genesis = r -> based(r, GitId.ofBlob("other".getBytes(UTF_8)));
          return run;
        },
        "mediated-changes:BASE_DIFFERS");
    add(
        "file-and-directory",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py/x", "new\n");
          return run.verified().end();
        },
        "mediated-changes:TREE_CONFLICT");
  }
}
