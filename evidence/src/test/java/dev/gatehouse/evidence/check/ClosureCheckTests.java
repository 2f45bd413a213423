package dev.gatehouse.evidence.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.ControlClosure.Computed;
import dev.gatehouse.evidence.report.ControlClosure.Named;
import dev.gatehouse.evidence.report.ControlClosure.OtherName;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.evidence.report.ControlClosure.Source;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The closure of a run: both checks demand the one that the first event names, and its content. */
@Requires(Requirement.TIME)
class ClosureCheckTests extends CheckedFolders {
  private static final byte[] SMALL = "tools/conf.py".getBytes(UTF_8);
  private static final byte[] LARGE = "x".repeat(5000).getBytes(UTF_8);
  private static final ControlClosure CLOSURE =
      new ControlClosure(
          List.of(
              new OtherName(
                  TreePath.of("tools/conf.py"), TreePath.of("conftest.py"), List.of("a link"))),
          List.of(new Named(new TreePath("\u00ff.inc"), Reach.SOURCES, List.of("a step"))),
          List.of(TreePath.of("pytest.ini")),
          List.of(new Computed("Makefile", "$(x)")),
          List.of(
              new Source(TreePath.of("Makefile"), Digest.of(LARGE)),
              new Source(TreePath.of("conftest.py"), Digest.of(SMALL))),
          List.of(new InlineContent(SMALL)));

  @Test
  void aClosureThatTheFirstEventNamesIsWholeForBoth() throws Exception {
    checks.find(named(sealed(CLOSURE.toJson()), digest(CLOSURE.toJson())));
  }

  @Test
  void aClosureThatNoEventNamesIsFoundByBoth() throws Exception {
    checks.find(sealed(CLOSURE.toJson()), "CLOSURE_CHANGED");
  }

  @Test
  void aClosureThatWasChangedIsFoundByBoth() throws Exception {
    Path folder = named(sealed(CLOSURE.toJson()), digest(CLOSURE.toJson()));
    Files.write(folder.resolve(FolderNames.CLOSURE), ControlClosure.NONE.toJson().canonical());
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);
    checks.find(folder, "CLOSURE_CHANGED");
  }

  @Test
  void aClosureThatWasTakenOutIsFoundByBoth() throws Exception {
    Path folder = named(sealed(CLOSURE.toJson()), digest(CLOSURE.toJson()));
    Files.delete(folder.resolve(FolderNames.CLOSURE));
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);
    checks.find(folder, "CLOSURE_CHANGED");
  }

  @Test
  void contentThatAClosureReliesOnIsDemandedByBoth() throws Exception {
    Path folder = named(sealed(CLOSURE.toJson()), digest(CLOSURE.toJson()));
    Path blob = folder.resolve(FolderNames.blob(Digest.of(LARGE)));
    Files.delete(blob);
    Files.deleteIfExists(blob.getParent());
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);
    checks.find(folder, "CONTENT_MISSING");
  }

  @Test
  void aClosureOfAnotherFormIsFoundByBoth() throws Exception {
    Json.Obj document = CLOSURE.toJson();
    for (Json.Obj malformed :
        List.of(
            Reseal.with(document, "more", new Json.Str("x")),
            Reseal.with(document, "formatVersion", new Json.Str("2")),
            Reseal.with(document, "contents", Json.Arr.ofStrings(List.of("x"))),
            Reseal.with(document, "leftOut", Json.Arr.ofStrings(List.of("x"))))) {
      Path folder = named(sealed(malformed), digest(malformed));
      checks.find(folder, "REPORT_MALFORMED");
      delete(folder);
    }
  }

  @Test
  void aFolderOfFormat1HasNoClosureForBoth() throws Exception {
    OpenFolder open =
        OpenFolder.create(
            staging, SampleRun.record(FormatVersion.ONE, RUN_ID), RunTerms.of(SampleRun.POLICY));
    Path folder = SampleRun.seal(SampleRun.fill(open), SampleRun.DIFF, runs, KEYS).path();
    checks.find(folder);
    checks.find(named(folder, digest(CLOSURE.toJson())), "JOURNAL_EVENT_MALFORMED");
  }

  private Path sealed(Json.Obj closure) {
    OpenFolder open =
        OpenFolder.create(
            staging,
            SampleRun.record(RUN_ID),
            new RunTerms(SampleRun.POLICY, Optional.of(closure), List.of(LARGE)));
    return SampleRun.seal(SampleRun.fill(open), SampleRun.DIFF, runs, KEYS).path();
  }

  private static String digest(Json.Obj closure) {
    return Digest.of(closure.canonical()).hex();
  }

  /** The folder as if its first event had named this closure. */
  private static Path named(Path folder, String sha256) throws Exception {
    Reseal reseal = new Reseal(folder, KEYS);
    reseal.lines("run.begin", line -> line.put("closureSha256", new Json.Str(sha256)));
    reseal.journal(RUN_ID);
    reseal.seal(RUN_ID, same -> same);
    return folder;
  }

  private static void delete(Path folder) throws Exception {
    List<Path> all;
    try (var walk = Files.walk(folder)) {
      all = walk.toList();
    }
    for (Path path : all.reversed()) {
      Files.delete(path);
    }
  }
}
