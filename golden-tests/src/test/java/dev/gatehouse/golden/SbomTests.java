package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials names what is packaged. */
class SbomTests {
  /** Artifacts that hold dependencies and no class: Spring Boot does not package them. */
  private static final String STARTER = "spring-boot-starter";

  /** What Spring Boot packages besides the dependencies. */
  private static final String ADDED = "spring-boot-jarmode-tools-";

  @Test
  void namesEveryLibraryOfThePackagedServerAndNoOther() throws IOException {
    Path bom = Product.root().resolve("control-plane/target/bom.json");
    assertThat(bom).as("made by Maven without its option -o").exists();
    JsonNode document = JsonMapper.shared().readTree(Files.readString(bom));
    assertThat(document.path("bomFormat").asString()).isEqualTo("CycloneDX");
    assertThat(document.path("metadata").path("component").path("name").asString())
        .isEqualTo("control-plane");
    List<String> named =
        document
            .path("components")
            .valueStream()
            .map(SbomTests::jar)
            .filter(each -> !each.startsWith(STARTER))
            .sorted()
            .toList();
    assertThat(named).hasSizeGreaterThan(50).containsExactlyElementsOf(packaged());
  }

  private static List<String> packaged() throws IOException {
    try (Stream<Path> jars = Files.list(Product.libraries())) {
      return jars.map(each -> each.getFileName().toString())
          .filter(each -> !each.startsWith(ADDED))
          .sorted()
          .toList();
    }
  }

  private static String jar(JsonNode component) {
    return component.path("name").asString() + "-" + component.path("version").asString() + ".jar";
  }
}
