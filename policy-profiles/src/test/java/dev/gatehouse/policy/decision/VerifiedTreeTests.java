package dev.gatehouse.policy.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport.Control;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forged twins of a result: whatever steers the judgement comes from the base (promise A6). */
class VerifiedTreeTests {
  private static final VerificationPlan PLAN = ProfileLoader.shipped("default").verification();
  private static final Tree BASE =
      tree(Map.of("src/a.py", "old", "conftest.py", "base", "Makefile", "base", "t/x.py", "x"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytest.py",
        "pytest/__init__.py",
        "_pytest/main.py",
        "pytest.ini",
        "PyTest.ini",
        "a/b/pytest.ini",
        "t/conftest.py",
        "GNUmakefile",
        "makefile",
        "sub/Makefile",
        "rules.mk",
        "sitecustomize.py",
        "a/usercustomize.py",
        "usercustomize/__init__.py",
        "x.pth",
        "json.py",
        "argparse.py",
        "re/__init__.py",
        "pluggy.py",
        "setup.cfg",
        "tox.ini",
        "pyproject.toml",
        "json.pyc",
        "_json.so",
        "evil-1.dist-info/entry_points.txt",
        "lib/evil.egg-info/entry_points.txt",
        "a/evil.egg-link",
        "evil.egg",
        "lib/evil.egg/EGG-INFO/entry_points.txt",
        "Evil.Dist-Info/METADATA",
      })
  void aNewControlFileIsLeftOut(String path) {
    VerifiedTree verified = verified(with(BASE, path, "forged"), Map.of());

    assertThat(verified.tree()).isEqualTo(BASE);
    assertThat(verified.control()).containsExactly(new Control(TreePath.of(path), false));
  }

  @Test
  void aChangedOrDeletedControlFileIsRestored() {
    assertThat(verified(with(BASE, "conftest.py", "forged"), Map.of()).tree()).isEqualTo(BASE);

    VerifiedTree deleted = verified(without(BASE, "Makefile"), Map.of());

    assertThat(deleted.tree()).isEqualTo(BASE);
    assertThat(deleted.control()).containsExactly(new Control(TreePath.of("Makefile"), true));
  }

  @Test
  void whatAnOperatorApprovedStays() {
    Tree changed = with(BASE, "conftest.py", "approved");
    TreePath path = TreePath.of("conftest.py");

    assertThat(verified(changed, Map.of(path, changed.file(path))).tree()).isEqualTo(changed);
    assertThat(
            verified(without(BASE, "Makefile"), Map.of(TreePath.of("Makefile"), Optional.empty()))
                .tree())
        .isEqualTo(without(BASE, "Makefile"));
  }

  @Test
  void approvalOfOtherContentIsNoApproval() {
    Tree changed = with(BASE, "conftest.py", "forged");

    VerifiedTree verified =
        verified(changed, Map.of(TreePath.of("conftest.py"), Optional.of(version("approved"))));

    assertThat(verified.tree()).isEqualTo(BASE);
  }

  @Test
  void ordinaryChangesStay() {
    Tree changed = with(with(BASE, "src/a.py", "new"), "sympy/core/numbers.py", "new");

    VerifiedTree verified = verified(changed, Map.of());

    assertThat(verified.tree()).isEqualTo(changed);
    assertThat(verified.control()).isEmpty();
  }

  @Test
  void aDirectoryInAControlFilesPlaceGivesWay() {
    Tree forged = with(without(BASE, "conftest.py"), "conftest.py/x.txt", "in the way");

    VerifiedTree verified = verified(forged, Map.of());

    assertThat(verified.tree()).isEqualTo(BASE);
    assertThat(verified.control())
        .containsExactly(
            new Control(TreePath.of("conftest.py"), true),
            new Control(TreePath.of("conftest.py/x.txt"), false));
  }

  @Test
  void aFileInADirectorysPlaceGivesWay() {
    Tree base = with(BASE, "t/conftest.py", "base");
    Tree forged = with(without(without(base, "t/conftest.py"), "t/x.py"), "t", "in the way");

    VerifiedTree verified = verified(base, forged, Map.of());

    assertThat(verified.tree()).isEqualTo(without(base, "t/x.py"));
  }

  private static VerifiedTree verified(Tree result, Map<TreePath, Optional<FileVersion>> approved) {
    return verified(BASE, result, approved);
  }

  private static VerifiedTree verified(
      Tree base, Tree result, Map<TreePath, Optional<FileVersion>> approved) {
    return VerifiedTree.of(PLAN, NameRules.CURRENT, ControlClosure.NONE, base, result, approved);
  }

  private static FileVersion version(String content) {
    return FileVersion.of(FileMode.REGULAR, content.getBytes(UTF_8));
  }

  private static Tree tree(Map<String, String> files) {
    TreeMap<TreePath, FileVersion> versions = new TreeMap<>();
    files.forEach((path, content) -> versions.put(TreePath.of(path), version(content)));
    return new Tree(versions);
  }

  private static Tree with(Tree tree, String path, String content) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
    files.put(TreePath.of(path), version(content));
    return new Tree(files);
  }

  private static Tree without(Tree tree, String path) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
    files.remove(TreePath.of(path));
    return new Tree(files);
  }
}
