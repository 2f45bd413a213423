package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point at is there. */
class DocumentTests {
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z]*Tests)(?:#([A-Za-z0-9]+))?`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern PROMISE = Pattern.compile("(?m)^\\| ([A-H]\\d+) \\|");
  private static final Map<String, String> TEXTS =
      Sources.tests().stream()
          .collect(
              Collectors.toMap(
                  each -> each.getFileName().toString().replace(".java", ""),
                  Sources::text,
                  String::concat));

  @ParameterizedTest
  @CsvSource({"CONSTITUTION.md, 100", "THREAT_MODEL.md, 30", "SECURITY.md, 0"})
  void testsThatAreNamedExist(String document, int atLeast) {
    List<MatchResult> named =
        TEST.matcher(Sources.text(Sources.root().resolve(document))).results().toList();
    assertThat(named).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(named.stream().filter(each -> !exists(each)).map(MatchResult::group)).isEmpty();
  }

  @Test
  void everyInvariantNamesItsTest() {
    List<String> invariants =
        Sources.text(Sources.root().resolve("CONSTITUTION.md"))
            .lines()
            .filter(each -> each.matches("\\| \\d+ \\|.*"))
            .toList();
    assertThat(invariants).hasSizeGreaterThan(20);
    assertThat(invariants).allMatch(each -> TEST.matcher(each).find());
  }

  @Test
  void everyPromiseNamesItsTests() {
    assertThat(promises("CONSTITUTION.md"))
        .isEqualTo(promises("SECURITY.md"))
        .hasSizeGreaterThan(30);
  }

  /** The ids in the first column of a document's tables. */
  private static Set<String> promises(String document) {
    return PROMISE
        .matcher(Sources.text(Sources.root().resolve(document)))
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadToFilesOfTheTree(Path document) {
    assertThat(
            LINK.matcher(Sources.text(document))
                .results()
                .map(each -> each.group(1))
                .filter(each -> !each.startsWith("http") && !each.startsWith("mailto:"))
                .filter(each -> !leadsSomewhere(document, each)))
        .isEmpty();
  }

  static Stream<Path> documents() {
    return Stream.concat(
            Sources.files(Sources.root()).stream(),
            Sources.below(Sources.root().resolve("docs")).stream())
        .filter(each -> each.toString().endsWith(".md"));
  }

  private static boolean exists(MatchResult name) {
    String text = TEXTS.getOrDefault(name.group(1), "");
    return name.group(2) == null
        ? !text.isEmpty()
        : Pattern.compile("\\bvoid " + name.group(2) + "\\(").matcher(text).find();
  }

  private static boolean leadsSomewhere(Path document, String link) {
    int mark = link.indexOf('#');
    String path = mark < 0 ? link : link.substring(0, mark);
    Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return mark < 0 || headings(target).contains(link.substring(mark + 1));
  }

  /** The headings' anchors: lower case, blanks as hyphens, nothing but letters, digits, hyphens. */
  private static List<String> headings(Path document) {
    return Sources.text(document)
        .lines()
        .filter(each -> each.matches("#{1,6} .*"))
        .map(each -> each.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(each -> each.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
