package dev.gatehouse.controlplane.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in the tree that is generated from code: compared, or written with {@code -Dbless=true}. */
public final class GeneratedText {
  private final String command;

  /** Text that this test class generates. */
  public GeneratedText(Class<?> test) {
    this.command =
        "mvn -pl control-plane -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true"
            .formatted(test.getSimpleName());
  }

  /** The root of the tree. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(here.resolve("gatehouse"))) {
      Path above = here.getParent();
      if (above == null) {
        throw new IllegalStateException("the tests do not run inside the product's tree");
      }
      here = above;
    }
    return here;
  }

  /** Compares the lines between the two markers named {@code name} in a document. */
  public void compareSection(Path document, String name, String generated) throws IOException {
    String text = Files.readString(document);
    String begin = "<!-- %s: begin -->\n".formatted(name);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- %s: end -->".formatted(name), from);
    assertThat(text).contains(begin);
    assertThat(to).isGreaterThan(0);
    if (blesses()) {
      Files.writeString(document, text.substring(0, from) + generated + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to)).as("to update: %s", command).isEqualTo(generated);
  }

  /** Compares a whole file. */
  public void compareFile(Path file, String generated) throws IOException {
    if (blesses()) {
      Files.writeString(file, generated);
      return;
    }
    assertThat(file).as("to make it: %s", command).exists();
    assertThat(Files.readString(file)).as("to update: %s", command).isEqualTo(generated);
  }

  private static boolean blesses() {
    if (!Boolean.getBoolean("bless")) {
      return false;
    }
    assertThat(System.getenv("CI")).as("nothing is generated under CI").isNull();
    return true;
  }
}
