package dev.gatehouse.controlplane.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says which key below {@code gatehouse} has a wrong value, why, and where it was set. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
  /** The stable code. */
  static final String CODE = "CONFIGURATION_INVALID";

  static final String NEXT =
      "correct the value; INTERFACES.md, Configuration, lists every key with its default and range";
  private static final String PREFIX = "gatehouse";
  private static final List<String> SECRET = List.of("password", "url");

  private final Environment environment;

  SettingsFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, BindException cause) {
    if (!cause.getName().toString().startsWith(PREFIX)) {
      return null;
    }
    return new FailureAnalysis(CODE + ": " + String.join("; ", problems(cause)), NEXT, cause);
  }

  private List<String> problems(BindException failure) {
    return switch (failure.getCause()) {
      case BindValidationException invalid ->
          invalid.getValidationErrors().getAllErrors().stream().map(this::outOfRange).toList();
      case UnboundConfigurationPropertiesException unknown ->
          unknown.getUnboundProperties().stream()
              .map(property -> property.getName() + from(property) + " is not a known key")
              .toList();
      case null -> List.of(unreadable(failure));
      default -> List.of(unreadable(failure));
    };
  }

  private String outOfRange(ObjectError error) {
    if (!(error instanceof FieldError field)) {
      return String.valueOf(error.getDefaultMessage());
    }
    String key = PREFIX + "." + dashed(field.getField());
    return set(key)
            .map(property -> assignment(key, property.getValue()) + from(property))
            .orElse(key)
        + " "
        + field.getDefaultMessage();
  }

  /** The key as it was set; of several places the one that takes precedence. */
  private Optional<ConfigurationProperty> set(String key) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        return Optional.of(property);
      }
    }
    return Optional.empty();
  }

  private static String unreadable(BindException failure) {
    ConfigurationProperty property = failure.getProperty();
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    if (property == null) {
      return failure.getName() + ": " + root.getMessage();
    }
    return "%s%s cannot be read as %s: %s"
        .formatted(
            assignment(property.getName().toString(), property.getValue()),
            from(property),
            failure.getTarget().getType().toClass().getSimpleName(),
            Objects.toString(root.getMessage(), root.getClass().getSimpleName()));
  }

  private static String assignment(String key, Object value) {
    return SECRET.stream().anyMatch(key::endsWith) ? key + "=(not shown)" : key + "=" + value;
  }

  private static String from(ConfigurationProperty property) {
    return from(property.getOrigin());
  }

  private static String from(@Nullable Origin origin) {
    return origin == null ? "" : " (" + origin + ")";
  }

  /** {@code journal.runBytes} as {@code journal.run-bytes}. */
  private static String dashed(String field) {
    List<String> words = new ArrayList<>();
    for (String word : field.split("(?=[A-Z])")) {
      words.add(word.toLowerCase(Locale.ROOT));
    }
    return String.join("-", words);
  }
}
