package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.gatehouse.evidence.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each error code has one type, stands in one enum, and is documented from it. */
class ErrorCodeTests {
  private static final Path DOCUMENT = Sources.root().resolve("INTERFACES.md");
  private static final String BEGIN = "<!-- begin: error codes -->\n";
  private static final String END = "<!-- end: error codes -->\n";
  private static final String BLESS =
      "mvn -pl golden-tests -am test -Dtest=ErrorCodeTests"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true";

  @Test
  void aNameIsTheCodeOfOneEnumOnly() {
    assertThat(codes().map(ErrorCode::name)).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  @Test
  void everyEnumOfCodesHasItsTable() {
    List<String> enums =
        ProductModule.read(EnumSet.allOf(ProductModule.class)).stream()
            .filter(each -> each.isEnum() && each.isAssignableTo(ErrorCode.class))
            .map(JavaClass::getName)
            .toList();
    assertThat(codes().map(each -> each.getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(enums);
  }

  @Test
  void aTimeToWaitIsInWholeSeconds() {
    assertThat(codes().flatMap(each -> each.retryAfter().stream()))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.toMillis() % 1000).isZero());
  }

  @Test
  void interfacesHasTheTablesOfTheEnums() throws IOException {
    String document = Sources.text(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    String tables = "\n" + ErrorTable.all() + "\n";
    if (Boolean.getBoolean("bless")) {
      assertThat(System.getenv("CI")).as("documents are not blessed under CI").isNull();
      Files.writeString(DOCUMENT, document.substring(0, begin) + tables + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end)).as("update by: %s", BLESS).isEqualTo(tables);
  }

  private static Stream<ErrorCode> codes() {
    return ErrorTable.ALL.stream().flatMap(each -> each.codes().stream());
  }
}
