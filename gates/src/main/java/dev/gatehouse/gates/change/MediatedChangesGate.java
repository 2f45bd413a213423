package dev.gatehouse.gates.change;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.gates.history.CommittedChange;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The result is the base and the committed changes, and nothing else (promises A1, F1). */
public final class MediatedChangesGate implements Gate {
  private static final String TREE = "data/tree.json";
  private static final String DIFF = "data/diff.patch";

  @Override
  public String name() {
    return "mediated-changes";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    RequestedChanges.check(facts, log);
    for (CommittedChange change : facts.committed()) {
      check(facts, change, log);
    }
    Optional<Tree> result = facts.resultTree();
    if (result.isEmpty()) {
      log.file(FindingCode.TREE_MISSING, TREE, "without a result tree nothing can be recomputed");
      return;
    }
    noConflict(result.get(), log);
    takeBack(facts, result.get(), log);
    log.note("%s committed changes".formatted(facts.committed().size()));
  }

  private static void check(RunHistory facts, CommittedChange change, FindingCollector log) {
    if (change.path().toWorkspacePath().isEmpty()) {
      log.line(
          FindingCode.CHANGE_NAME_REFUSED,
          change.line(),
          "no syscall may use the name %s".formatted(change.path().display()));
    }
    if (change.after().isPresent() && !change.after().get().mode().isFile()) {
      log.line(
          FindingCode.CHANGE_KIND_REFUSED,
          change.line(),
          "%s became something else than a file".formatted(change.path().display()));
    }
    change.before().ifPresent(version -> version(facts, change, version, log));
    change.after().ifPresent(version -> version(facts, change, version, log));
  }

  /** The content is there, and size and git id are computed from it anew. */
  private static void version(
      RunHistory facts, CommittedChange change, FileVersion version, FindingCollector log) {
    if (version.mode() == FileMode.GITLINK) {
      return;
    }
    Optional<byte[]> content = facts.content(version.sha256());
    if (content.isEmpty()) {
      log.file(
          FindingCode.CONTENT_MISSING,
          change.path().display(),
          "content of a change is not there; restore the blob",
          version.sha256());
    } else if (content.get().length != version.size()
        || !GitId.ofBlob(content.get()).equals(version.gitBlob())) {
      log.file(
          FindingCode.VERSION_DIFFERS,
          change.path().display(),
          "the recorded size or git id is not the content's",
          version.sha256());
    }
  }

  /** Undoes every change, last first: each must find what it left, and the base must remain. */
  private static void takeBack(RunHistory facts, Tree result, FindingCollector log) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(result.files());
    for (CommittedChange change : facts.committed().reversed()) {
      Optional<FileVersion> found = Optional.ofNullable(files.get(change.path()));
      if (!found.equals(change.after())) {
        log.line(
            FindingCode.CHANGE_CHAIN_BROKEN,
            change.line(),
            "%s is not what this change left behind".formatted(change.path().display()));
      }
      change
          .before()
          .ifPresentOrElse(
              before -> files.put(change.path(), before), () -> files.remove(change.path()));
    }
    Tree base = new Tree(files);
    if (!base.gitTree().equals(facts.run().baseTree())) {
      log.file(
          FindingCode.BASE_DIFFERS,
          TREE,
          "without the committed changes the git tree is %s, the base is %s"
              .formatted(base.gitTree(), facts.run().baseTree()));
    }
    diff(facts, base.equals(result), log);
  }

  private static void diff(RunHistory facts, boolean unchanged, FindingCollector log) {
    OptionalLong bytes = facts.evidence().diffBytes();
    if (bytes.isPresent() && (bytes.getAsLong() == 0) != unchanged) {
      log.file(
          FindingCode.DIFF_DIFFERS,
          DIFF,
          unchanged
              ? "the result is the base, and the patch is not empty"
              : "the result is not the base, and the patch is empty");
    }
  }

  private static void noConflict(Tree tree, FindingCollector log) {
    for (Map.Entry<TreePath, FileVersion> file : tree.files().entrySet()) {
      String below = file.getKey().latin1() + "/";
      TreePath next =
          tree.files().tailMap(new TreePath(below)).isEmpty()
              ? file.getKey()
              : tree.files().tailMap(new TreePath(below)).firstKey();
      if (next.latin1().startsWith(below)) {
        log.file(
            FindingCode.TREE_CONFLICT,
            file.getKey().display(),
            "the result has it as a directory too");
      }
    }
  }
}
