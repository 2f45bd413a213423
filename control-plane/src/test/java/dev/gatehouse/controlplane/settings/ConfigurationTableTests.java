package dev.gatehouse.controlplane.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of the configuration in INTERFACES.md is what the record and its metadata say. */
class ConfigurationTableTests {
  private static final String METADATA = "/META-INF/spring-configuration-metadata.json";
  private static final long MIB = 1024 * 1024;

  @Test
  void interfacesListsEveryKey() throws IOException {
    Map<String, String> descriptions = descriptions();
    List<String> rows = new ArrayList<>();
    rows.add("| key | default | range | what |");
    rows.add("|---|---|---|---|");
    BoundProperties.walk(
        BoundProperties.of(Map.of()),
        (key, leaf) -> {
          assertThat(descriptions).containsKey(key);
          Field field = field(leaf);
          rows.add(
              "| `%s` | %s | %s | %s |"
                  .formatted(key, defaultOf(field), range(field), descriptions.get(key)));
        });
    assertThat(rows).hasSize(descriptions.size() + 2);
    new GeneratedText(ConfigurationTableTests.class)
        .compareSection(
            GeneratedText.root().resolve("INTERFACES.md"),
            "configuration",
            String.join("\n", rows) + "\n");
  }

  private static Map<String, String> descriptions() throws IOException {
    Map<String, String> descriptions = new HashMap<>();
    try (InputStream metadata = GatehouseProperties.class.getResourceAsStream(METADATA)) {
      for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
        String text = property.path("description").asString("");
        assertThat(text).as(property.path("name").asString()).isNotBlank();
        descriptions.put(
            property.path("name").asString(),
            text.replaceAll("\\{@code ([^}]+)}", "`$1`").replaceAll("\\s+", " "));
      }
    }
    return descriptions;
  }

  private static Field field(BoundProperties.Leaf leaf) {
    try {
      return leaf.component().getDeclaringRecord().getDeclaredField(leaf.component().getName());
    } catch (NoSuchFieldException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String defaultOf(Field field) {
    for (var parameter : field.getDeclaringClass().getDeclaredConstructors()[0].getParameters()) {
      DefaultValue value = parameter.getAnnotation(DefaultValue.class);
      if (parameter.getName().equals(field.getName()) && value != null) {
        String text = String.join(", ", value.value());
        return text.isEmpty() ? "none" : "`" + text + "`";
      }
    }
    return "required";
  }

  private static String range(Field field) {
    Bytes bytes = field.getAnnotation(Bytes.class);
    if (bytes != null) {
      return range(
          bytes.min() <= 1 ? "" : bytes.min() + "B",
          bytes.max() == Long.MAX_VALUE ? "" : bytes.max() / MIB + "MB");
    }
    DurationMin shortest = field.getAnnotation(DurationMin.class);
    if (shortest != null) {
      return range(text(shortest), "");
    }
    Min min = field.getAnnotation(Min.class);
    Max max = field.getAnnotation(Max.class);
    return range(min == null ? "" : "" + min.value(), max == null ? "" : "" + max.value());
  }

  private static String text(DurationMin shortest) {
    Duration least = Duration.ofMillis(shortest.millis()).plusSeconds(shortest.seconds());
    return least.toSeconds() > 0 ? least.toSeconds() + "s" : least.toMillis() + "ms";
  }

  private static String range(String from, String to) {
    if (from.isEmpty()) {
      return to.isEmpty() ? "" : "at most " + to;
    }
    return to.isEmpty() ? "at least " + from : from + " to " + to;
  }
}
