package dev.gatehouse.policy.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.decision.BaseMatch;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How names are compared where a rule forbids, and which names may be made. */
class NameRulesTests {
  private static final Profile PROFILE = ProfileLoader.shipped("default");
  private static final Policy POLICY = new Policy(PROFILE);
  private static final Policy FORMER = new Policy(PROFILE, NameRules.FORMAT_1);

  @ParameterizedTest
  @ValueSource(
      strings = {"Makefile\ufe00", "Makefile:x", "MAKEFI~1", "\u2800Makefile", "x.", "aux.c"})
  void aRunOfFormat1IsDecidedAsItWas(String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);

    assertThat(FORMER.write(parsed, false, ChangeOrigin.FILE).decision().outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(POLICY.write(parsed, false, ChangeOrigin.FILE).decision().rule())
        .isEqualTo(Policy.NAME_RULE);
  }

  @ParameterizedTest
  @CsvSource({
    "aux/x.c, true, 2",
    "aux/new.c, false, 1",
    "aux/con/x.c, false, 1",
    "aux, false, 1",
    "au, false, 0",
    "b/c, false, 0"
  })
  void theBaseSaysWhichComponentsThereAre(String path, boolean file, int components) {
    assertThat(BaseMatch.of(base("aux/x.c", "src/x.c"), WorkspacePath.parse(path)))
        .isEqualTo(new BaseMatch(file, components));
  }

  @Test
  void aFileInADirectoryOfTheBaseIsMadeWhateverTheDirectoryIsCalled() {
    Tree base = base("aux/x.c");

    assertThat(rule(base, "aux/y.c")).isNotEqualTo(Policy.NAME_RULE);
    assertThat(rule(base, "aux/con.c")).isEqualTo(Policy.NAME_RULE);
    assertThat(rule(base, "prn/y.c")).isEqualTo(Policy.NAME_RULE);
  }

  @ParameterizedTest
  @CsvSource({
    "makefi~1, makefile, true",
    "makef~10, makefile, true",
    "packag~1.jso, package.json, true",
    "pa1b2c~1.jso, package.json, true",
    "github~1, .github, true",
    "env~1.loc, .env.*, true",
    "longna~1.key, *.keystore, true",
    "makefi~1, make, false",
    "a~1, .aws, false",
    "env~1, .env*, true",
    "en~1, .env*, false",
    "packag~1.xml, package.json, false",
    "readme~1.md, makefile, false",
  })
  void aShortNameIsComparedWithWhatItAbbreviates(String shortName, String glob, boolean does) {
    assertThat(ShortName.isShort(shortName)).isTrue();
    assertThat(ShortName.abbreviates(shortName, glob)).isEqualTo(does);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a~",
        "~1",
        "a~b",
        "abcdefghi~1",
        "a~1.html",
        "foo.txt.~1~",
        "a.b.~1",
        "x",
        "a~1.b.c"
      })
  void otherNamesAreNotShort(String name) {
    assertThat(ShortName.isShort(name)).isFalse();
  }

  @Test
  void aPatternWithAColonOrADotAtItsEndForbidsNoMoreThanItSays() {
    PatternSet set =
        PatternSet.folded(
            List.of(new PathPattern("**/*:*"), new PathPattern("**/*.")), NameRules.FORMAT_2);

    assertThat(set.matches(names("a:b"))).isTrue();
    assertThat(set.matches(names("a."))).isTrue();
    assertThat(set.matches(names("ab"))).isFalse();
  }

  /** Any text is a path or is refused as one; whatever a tree has is decided. */
  @Test
  void everyTextIsDecidedOrRefused() {
    Random random = new Random(20260214);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      TreePath path = TreePath.of(text);
      for (Policy policy : List.of(POLICY, FORMER)) {
        assertThat(policy.hidden(path)).isIn(true, false);
      }
      try {
        WorkspacePath parsed = WorkspacePath.parse(text);
        for (ChangeOrigin via : ChangeOrigin.values()) {
          assertThat(POLICY.write(parsed, BaseMatch.NONE, via).decision().reason()).isNotBlank();
        }
      } catch (PathException refused) {
        assertThat(refused.code().name()).startsWith("PATH_");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "*", ".", "~1", ":", "/", "\u3164", "\ufdfa", "\u0130", "i\u0307", "\\"})
  void noNameTakesLongToDecide(String unit) {
    String text = unit.repeat(4096 / unit.length());
    TreePath path = TreePath.of(text);
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(POLICY.hidden(path)).isIn(true, false);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  private static String text(Random random) {
    String[] parts = {
      ".git",
      "Makefile",
      ".env",
      "~1",
      ":",
      "/",
      "//",
      ".",
      "..",
      " ",
      "\u3164",
      "\u034f",
      "\uff0f",
      "\u0130",
      "\u0307",
      "aux",
      "C:",
      "\\",
      "\ud800",
      "\udc00",
      "\u0000",
      "\n",
      "a",
      "\ufdfa",
      "*"
    };
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(3) == 0) {
        text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      } else {
        text.append(parts[random.nextInt(parts.length)]);
      }
    }
    return text.toString();
  }

  private static PathNames names(String path) {
    return PathNames.of(WorkspacePath.parse(path), NameRules.FORMAT_2);
  }

  private static String rule(Tree base, String path) {
    WorkspacePath parsed = WorkspacePath.parse(path);
    return POLICY.write(parsed, BaseMatch.of(base, parsed), ChangeOrigin.FILE).decision().rule();
  }

  private static Tree base(String... paths) {
    TreeMap<TreePath, FileVersion> files = new TreeMap<>();
    for (String path : paths) {
      files.put(TreePath.of(path), FileVersion.of(FileMode.REGULAR, new byte[] {1}));
    }
    return new Tree(files);
  }
}
