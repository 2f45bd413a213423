package dev.gatehouse.controlplane.settings;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Binds the record as a start does, and looks into it by keys. */
final class BoundProperties {
  private static final String PREFIX = "gatehouse";

  private BoundProperties() {}

  /** The record that these keys and values give; {@code gatehouse.data} may be left out. */
  static GatehouseProperties of(Map<String, String> properties) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource(properties);
    if (!properties.containsKey(GatehouseProperties.DATA)) {
      source.put(GatehouseProperties.DATA, "/data");
    }
    try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
      return new Binder(source)
          .bind(
              PREFIX,
              Bindable.of(GatehouseProperties.class),
              new ValidationBindHandler(
                  new NoUnboundElementsBindHandler(BindHandler.DEFAULT),
                  new SpringValidatorAdapter(validators.getValidator())))
          .get();
    }
  }

  /** Each key with what {@code each} is given: the component, and the value in {@code bound}. */
  static void walk(GatehouseProperties bound, BiConsumer<String, Leaf> each) {
    walk(PREFIX, bound, each);
  }

  /** A key's component and value. */
  record Leaf(RecordComponent component, Object value) {}

  private static void walk(String prefix, Record bound, BiConsumer<String, Leaf> each) {
    for (RecordComponent component : bound.getClass().getRecordComponents()) {
      String key = prefix + "." + dashed(component.getName());
      Object value = value(component, bound);
      if (value instanceof Record nested) {
        walk(key, nested, each);
      } else {
        each.accept(key, new Leaf(component, value));
      }
    }
  }

  private static Object value(RecordComponent component, Record bound) {
    try {
      return component.getAccessor().invoke(bound);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String dashed(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.split("(?=[A-Z])")) {
      words.add(word.toLowerCase(Locale.ROOT));
    }
    return String.join("-", words);
  }
}
