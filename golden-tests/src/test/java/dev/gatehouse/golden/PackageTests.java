package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the server's jar. */
class PackageTests {
  @Test
  void whatTestsNeedIsNotPackaged() throws IOException {
    List<String> names = new ArrayList<>();
    Path jar =
        Product.root().resolve("control-plane/target/control-plane-0.1.0-SNAPSHOT-server.jar");
    try (InputStream file = Files.newInputStream(jar);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .anyMatch(name -> name.contains("micrometer-registry-prometheus"))
        .anyMatch(name -> name.endsWith("META-INF/build-info.properties"))
        .noneMatch(name -> name.contains("springdoc"))
        .noneMatch(name -> name.contains("swagger"))
        .noneMatch(name -> name.contains("spring-test"));
  }
}
