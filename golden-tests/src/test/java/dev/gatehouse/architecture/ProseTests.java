package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments, documents and the words of the client are in standard technical English. */
class ProseTests {
  private static final Pattern DENIED =
      Pattern.compile(
          "\\b(told|mend|mends|mended|mending|whoever)\\b|\\bas the base has\\b"
              + "|\\bnobody has it\\b|\\bfor good\\b|\\bthe one who\\b|\\bis good for\\b"
              + "|\\b(is|are|was) well and\\b|(?<!there )\\b(is|are) no (?!exception|better|longer)[a-z]+\\b|\\btakes? (its |their )?orders\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)//[^\\n]*$");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern WHOLE = Pattern.compile("(?s).+");
  private static final Pattern NAME = Pattern.compile("\\b(told|mended|whoever)\\b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It is told when the step is over.",
        "Whoever holds\nthe key",
        "control files as the\n   * base has them",
        "what the one who seals believes",
        "breaks the folder for good"
      })
  void findsDeniedWords(String text) {
    assertThat(denied(text)).isPresent();
  }

  @Test
  void commentsAreInStandardEnglish() {
    assertThat(Sources.main()).hasSizeGreaterThan(350);
    assertThat(findings(Sources.main(), COMMENT)).isEmpty();
  }

  /**
   * Messages of the gates are in the reports of sealed folders, which a later version makes again
   * byte for byte: their words stay.
   */
  @Test
  void messagesAreInStandardEnglish() {
    List<Path> speaking =
        Sources.main().stream()
            .filter(each -> !each.startsWith(Sources.root().resolve("gates")))
            .toList();
    assertThat(speaking).hasSizeGreaterThan(350);
    assertThat(findings(speaking, STRING)).isEmpty();
  }

  @Test
  void namesInCodeAreInStandardEnglish() {
    assertThat(findings(Sources.main(), NAME)).isEmpty();
  }

  @Test
  void documentsAreInStandardEnglish() {
    List<Path> documents = DocumentTests.documents().toList();
    assertThat(documents).hasSizeGreaterThan(10);
    assertThat(findings(documents, WHOLE)).isEmpty();
  }

  private static List<String> findings(List<Path> files, Pattern part) {
    List<String> findings = new ArrayList<>();
    for (Path file : files) {
      part.matcher(Sources.text(file))
          .results()
          .map(MatchResult::group)
          .flatMap(text -> denied(text).stream())
          .forEach(word -> findings.add(Sources.root().relativize(file) + ": " + word));
    }
    return findings;
  }

  /** The first denied words of a text, with line breaks and comment margins read as blanks. */
  private static Optional<String> denied(String text) {
    return DENIED
        .matcher(text.replaceAll("\\s*\\n\\s*(\\*|//)?\\s*", " "))
        .results()
        .map(MatchResult::group)
        .findFirst();
  }
}
