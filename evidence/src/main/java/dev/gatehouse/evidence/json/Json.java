package dev.gatehouse.evidence.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A JSON value as evidence may hold it: strings, booleans, integers of at most 53 bits, arrays and
 * objects. No floating point and no null: two texts with the same meaning have the same bytes.
 */
public sealed interface Json {
  /** The largest magnitude of an integer: 2^53 - 1 (RFC 7493, I-JSON). */
  long MAX_INTEGER = (1L << 53) - 1;

  /** A string of well-formed Unicode. */
  record Str(String value) implements Json {
    public Str {
      if (!UTF_8.newEncoder().canEncode(value)) {
        throw new JsonFormatException("a string is well-formed Unicode");
      }
    }
  }

  /** An integer within plus or minus {@link #MAX_INTEGER}. */
  record Int(long value) implements Json {
    public Int {
      if (value > MAX_INTEGER || value < -MAX_INTEGER) {
        throw new JsonFormatException("an integer has at most 53 bits");
      }
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** An array, in its order. */
  record Arr(List<Json> values) implements Json {
    public Arr {
      values = List.copyOf(values);
    }

    /** An array of strings. */
    public static Arr ofStrings(List<String> values) {
      return new Arr(values.stream().<Json>map(Str::new).toList());
    }
  }

  /** An object; members in the order of their names' UTF-16 code units (RFC 8785, 3.2.3). */
  record Obj(SortedMap<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    /** Whether there is a member of this name. */
    public boolean has(String name) {
      return members.containsKey(name);
    }

    /** The string member {@code name}. */
    public String string(String name) {
      return as(Str.class, name).value();
    }

    /** The string member {@code name}, if it is there. */
    public Optional<String> optionalString(String name) {
      return has(name) ? Optional.of(string(name)) : Optional.empty();
    }

    /** The integer member {@code name}. */
    public long integer(String name) {
      return as(Int.class, name).value();
    }

    /** The boolean member {@code name}. */
    public boolean bool(String name) {
      return as(Bool.class, name).value();
    }

    /** The object member {@code name}. */
    public Obj object(String name) {
      return as(Obj.class, name);
    }

    /** The object member {@code name}, if it is there. */
    public Optional<Obj> optionalObject(String name) {
      return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** The array member {@code name}, all of whose values are objects. */
    public List<Obj> objects(String name) {
      return as(Arr.class, name).values().stream()
          .map(value -> narrow(Obj.class, value, name))
          .toList();
    }

    /** The array member {@code name}, all of whose values are strings. */
    public List<String> strings(String name) {
      return as(Arr.class, name).values().stream()
          .map(value -> narrow(Str.class, value, name).value())
          .toList();
    }

    /** The string member {@code name} as {@code parser} reads it; its refusal names the member. */
    public <T> T parsed(String name, Function<String, T> parser) {
      String text = string(name);
      try {
        return parser.apply(text);
      } catch (RuntimeException e) {
        throw new JsonFormatException("member " + name + ": " + e.getMessage(), e);
      }
    }

    private <T extends Json> T as(Class<T> type, String name) {
      Json value = members.get(name);
      if (value == null) {
        throw new JsonFormatException("member " + name + " is missing");
      }
      return narrow(type, value, name);
    }

    private static <T extends Json> T narrow(Class<T> type, Json value, String name) {
      if (!type.isInstance(value)) {
        throw new JsonFormatException("member " + name + " has another type");
      }
      return type.cast(value);
    }
  }

  /** Collects the members of an object; a name that is given twice is refused. */
  final class Builder {
    private final TreeMap<String, Json> members = new TreeMap<>();

    private Builder() {}

    /** Adds a value. */
    public Builder put(String name, Json value) {
      if (members.putIfAbsent(new Str(name).value(), value) != null) {
        throw new JsonFormatException("member " + name + " is there twice");
      }
      return this;
    }

    /** Adds a string. */
    public Builder put(String name, String value) {
      return put(name, new Str(value));
    }

    /** Adds an integer. */
    public Builder put(String name, long value) {
      return put(name, new Int(value));
    }

    /** Adds a boolean. */
    public Builder put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    /** Adds every member of another object. */
    public Builder putAll(Obj other) {
      other.members().forEach(this::put);
      return this;
    }

    /** The object. */
    public Obj build() {
      return new Obj(members);
    }
  }

  /** Starts an object. */
  static Builder object() {
    return new Builder();
  }

  /** The canonical bytes (RFC 8785): UTF-8, no white space, members sorted. */
  default byte[] canonical() {
    return CanonicalJson.bytes(this);
  }

  /** The canonical text. */
  default String canonicalText() {
    return CanonicalJson.text(this);
  }
}
