package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.decision.VerifiedTree;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationStep;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The image's own runner, with all that a session may do: whatever it tries to import and would
 * take from the workspace is a control file of the shipped profile.
 */
class ImageImportTests extends VerifierFixture {
  private static final Pattern TRIED = Pattern.compile("TRIED (\\S+) (\\S+)\n");
  private static final String SESSION =
      "python3 record.py -q --doctest-modules --ignore=record.py --junitxml=/tmp/junit.xml --durations=3";

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ImageImportTests.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void whatTheRunnerTriesToImportIsAControlFileWhereTheWorkspaceComesFirst() throws IOException {
    both("record.py", resource("record.py"));
    both("tests/deep/test_fare.py", resource("test_fare.py"));
    both("fare.py", "def fare(zones):\n    return 3 + 2 * zones\n");
    both("words.py", "def words():\n    '''\n    >>> 1 + 1\n    3\n    '''\n");

    String said = stdout(verify(session()).steps().getFirst());

    TreeSet<String> servable = new TreeSet<>();
    for (MatchResult tried : TRIED.matcher(said).results().toList()) {
      String place = tried.group(2).equals("./") ? "" : tried.group(2);
      files(tried.group(1)).forEach(file -> servable.add(place + file));
    }
    assertThat(servable)
        .as(said)
        .hasSizeGreaterThan(150)
        .contains("argparse.py", "nt.py", "org/python/core.py", "tests/deep/getpass.py");
    assertThat(uncovered(servable)).isEmpty();
  }

  @Test
  void aFileThatNoRuleCoversIsFound() {
    assertThat(uncovered(new TreeSet<>(List.of("json.py", "fare.py")))).containsExactly("fare.py");
  }

  /** The working directory is on the path, as where the base needs it. */
  private static VerificationStep session() {
    return new VerificationStep(
        "tests",
        new CommandRequest.Shell(SESSION),
        Map.of(StepEnvironment.SAFE_PATH, ""),
        Optional.empty(),
        /* junitOptional= */ false,
        /* required= */ true,
        60,
        List.of());
  }

  /** The files that would serve a module of that name. */
  private static List<String> files(String module) {
    List<String> files = new ArrayList<>();
    String path = "";
    for (String part : module.split("\\.", -1)) {
      path += part;
      files.add(path + ".py");
      files.add(path + "/__init__.py");
      path += "/";
    }
    return files;
  }

  private static List<String> uncovered(Set<String> paths) {
    FileVersion planted = FileVersion.of(FileMode.REGULAR, new byte[0]);
    TreeMap<TreePath, FileVersion> result = new TreeMap<>();
    paths.forEach(path -> result.put(TreePath.of(path), planted));
    TreeSet<String> uncovered = new TreeSet<>(paths);
    VerifiedTree.of(
            ProfileLoader.shipped("contained").verification(),
            NameRules.CURRENT,
            ControlClosure.NONE,
            new Tree(new TreeMap<>()),
            new Tree(result),
            Map.of())
        .control()
        .stream()
        .map(VerifierReport.Control::path)
        .map(TreePath::display)
        .forEach(uncovered::remove);
    return List.copyOf(uncovered);
  }
}
