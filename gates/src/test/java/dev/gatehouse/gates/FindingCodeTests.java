package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCode.Consequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each finding is documented from the enum: its gate, what it means, and what to do next. */
class FindingCodeTests {
  private static final Path DOCUMENT = Path.of("../INTERFACES.md");
  private static final Path SOURCE =
      Path.of("src/main/java", FindingCode.class.getName().replace('.', '/') + ".java");
  private static final Pattern GATE = Pattern.compile("(?m)^  // ([a-z-]+)$");
  private static final String BEGIN = "<!-- begin: findings -->\n";
  private static final String END = "<!-- end: findings -->\n";
  private static final String NEXT = " Next: ";
  private static final String HEAD =
      "\n| code | gate | consequence | meaning | next |\n|---|---|---|---|---|\n";
  private static final String BLESS =
      "mvn -pl gates -am test -Dtest=FindingCodeTests"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true";

  @Test
  void interfacesHasTheTableOfTheEnum() throws IOException {
    String source = Files.readString(SOURCE);
    StringBuilder table = new StringBuilder(HEAD);
    for (FindingCode code : FindingCode.values()) {
      table.append(row(source, code)).append('\n');
    }
    table.append('\n');
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (Boolean.getBoolean("bless")) {
      assertThat(System.getenv("CI")).as("documents are not blessed under CI").isNull();
      Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end))
        .as("update by: %s", BLESS)
        .isEqualTo(table.toString());
  }

  @Test
  void everyGateHasACode() throws IOException {
    String source = Files.readString(SOURCE);
    assertThat(FindingCode.values())
        .extracting(code -> gate(source, code))
        .hasSameElementsAs(Gates.names());
  }

  private static String row(String source, FindingCode code) {
    String said = documented(source, code.name());
    Consequence consequence = code.consequence();
    String usual = documented(source, consequence.name());
    String meaning = said.contains(NEXT) ? said.substring(0, said.indexOf(NEXT)) : said;
    String next = said.contains(NEXT) ? said : usual;
    return "| `%s` | `%s` | %s | %s | %s |"
        .formatted(
            code.name(),
            gate(source, code),
            consequence,
            lower(meaning),
            lower(next.substring(next.indexOf(NEXT) + NEXT.length())));
  }

  /** The comment before the codes of a gate is its name. */
  private static String gate(String source, FindingCode code) {
    int place = source.indexOf("  " + code.name());
    Matcher section = GATE.matcher(source);
    String gate = "";
    while (section.find() && section.start() < place) {
      gate = section.group(1);
    }
    return gate;
  }

  /** The documentation of a constant, on one line. */
  private static String documented(String source, String constant) {
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + Pattern.quote(constant) + "(?!\\w)",
                Pattern.DOTALL)
            .matcher(source);
    assertThat(found.find()).as("%s has documentation", constant).isTrue();
    return found
        .group(1)
        .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .strip();
  }

  private static String lower(String text) {
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
