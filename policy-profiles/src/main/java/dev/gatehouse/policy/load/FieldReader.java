package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads the members of one object of a profile. What is wrong is noted, and reading goes on with a
 * stand-in, so that a person learns of everything at once.
 */
final class FieldReader {
  private static final int MAX_SENTENCE = 2000;

  private final Json.Obj object;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  /** Collects what is wrong. */
  interface Problems {
    void add(String path, String why);
  }

  FieldReader(Json.Obj object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  /** The place of this object in the profile. */
  String path() {
    return path;
  }

  boolean has(String name) {
    asked.add(name);
    return object.has(name);
  }

  /** Whether there is a list with anything in it. */
  boolean hasSome(String name) {
    return has(name)
        && object.members().get(name) instanceof Json.Arr(List<Json> values)
        && !values.isEmpty();
  }

  void problem(String name, String why) {
    problems.add(at(name), why);
  }

  String string(String name) {
    return text(name).orElse("");
  }

  Optional<String> optionalString(String name) {
    return has(name) ? text(name) : Optional.empty();
  }

  /** A text of one kind; its parser's refusal is noted. */
  <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return text(name).flatMap(text -> parse(at(name), text, parser));
  }

  <T> Optional<T> optionalParsed(String name, Function<String, T> parser) {
    return has(name) ? parsed(name, parser) : Optional.empty();
  }

  long integer(String name, long min, long max) {
    long value = value(Json.Int.class, name, "a whole number").map(Json.Int::value).orElse(min);
    if (value < min || value > max) {
      problem(name, "is from %s to %s".formatted(min, max));
    }
    return value;
  }

  long integerOr(String name, long absent, long min, long max) {
    return has(name) ? integer(name, min, max) : absent;
  }

  boolean bool(String name, boolean absent) {
    return has(name)
        ? value(Json.Bool.class, name, "true or false").map(Json.Bool::value).orElse(absent)
        : absent;
  }

  /** An array of texts of one kind; an absent one is empty. */
  <T> List<T> list(String name, Function<String, T> parser) {
    List<T> result = new ArrayList<>();
    forEach(
        name,
        (place, value) -> {
          if (value instanceof Json.Str(String text)) {
            parse(place, text, parser).ifPresent(result::add);
          } else {
            problems.add(place, "is a text");
          }
        });
    return result;
  }

  /** An array of arrays of texts; an absent one is empty. */
  List<List<String>> lists(String name) {
    List<List<String>> result = new ArrayList<>();
    forEach(
        name,
        (place, value) -> {
          if (value instanceof Json.Arr(List<Json> values)
              && !values.isEmpty()
              && values.stream().allMatch(Json.Str.class::isInstance)) {
            result.add(values.stream().map(text -> ((Json.Str) text).value()).toList());
          } else {
            problems.add(place, "is a list of texts, not empty");
          }
        });
    return result;
  }

  /** An array of objects; an absent one is empty. */
  List<FieldReader> objects(String name) {
    List<FieldReader> result = new ArrayList<>();
    forEach(
        name,
        (place, value) -> {
          if (value instanceof Json.Obj inner) {
            result.add(new FieldReader(inner, place, problems));
          } else {
            problems.add(place, "is a mapping");
          }
        });
    return result;
  }

  /** An object that must be there. */
  FieldReader object(String name) {
    Json.Obj inner =
        value(Json.Obj.class, name, "a mapping").orElseGet(() -> Json.object().build());
    return new FieldReader(inner, at(name), problems);
  }

  /** An object that may be left out: then it has no members. */
  FieldReader objectOrEmpty(String name) {
    return has(name) ? object(name) : new FieldReader(Json.object().build(), at(name), problems);
  }

  /** A name of {@link Identifier}'s form. */
  String identifier(String name) {
    return parsed(name, Identifier::new).map(Identifier::text).orElse("invalid");
  }

  /** A text for a person to read. */
  String sentence(String name) {
    String text = string(name);
    if (text.isBlank() || text.length() > MAX_SENTENCE) {
      problem(name, "has 1 to %s characters".formatted(MAX_SENTENCE));
    }
    return text;
  }

  /** The id of one of several things; that it is there twice is noted, and not added. */
  boolean isNew(Set<String> ids, String id) {
    boolean added = ids.add(id);
    if (!added) {
      problem("id", id + " is there twice");
    }
    return added;
  }

  /** The names of all members, for objects whose names are data. */
  Set<String> names() {
    asked.addAll(object.members().keySet());
    return object.members().keySet();
  }

  /** Notes every member that nothing asked for. */
  void done() {
    for (String name : object.members().keySet()) {
      if (!asked.contains(name)) {
        problem(name, "is not known here; known are " + asked.stream().sorted().toList());
      }
    }
  }

  private interface Element {
    void accept(String place, Json value);
  }

  private void forEach(String name, Element element) {
    if (!has(name)) {
      return;
    }
    value(Json.Arr.class, name, "a list")
        .map(Json.Arr::values)
        .ifPresent(values ->
            IntStream.range(0, values.size())
                .forEach(i -> element.accept("%s[%s]".formatted(at(name), i), values.get(i))));
  }

  private Optional<String> text(String name) {
    return value(Json.Str.class, name, "a text").map(Json.Str::value);
  }

  private <T extends Json> Optional<T> value(Class<T> type, String name, String kind) {
    if (!has(name)) {
      problem(name, "is missing");
      return Optional.empty();
    }
    Json value = object.members().get(name);
    if (!type.isInstance(value)) {
      problem(name, "is " + kind);
      return Optional.empty();
    }
    return Optional.of(type.cast(value));
  }

  private <T> Optional<T> parse(String place, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException | PathException e) {
      problems.add(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
