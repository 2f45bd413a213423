package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A profile as a file of YAML, in ASCII, with comments. */
final class ProfileYaml {
  /** Members in the order in which people read them; the others follow, examples last. */
  private static final List<String> ORDER =
      List.of(
          "formatVersion",
          "name",
          "description",
          "syscalls",
          "paths",
          "commands",
          "id",
          "effect",
          "programs",
          "shell",
          "reason");

  private static final String LAST = "examples";
  private static final Set<String> NOT_PLAIN = Set.of("true", "false", "null");
  private static final String PLAIN = "[A-Za-z][A-Za-z0-9_./-]*";
  private static final int WIDTH = 100;

  private final Map<String, String> comments;
  private final StringBuilder text = new StringBuilder();

  private ProfileYaml(Map<String, String> comments) {
    this.comments = comments;
  }

  /**
   * Writes it.
   *
   * @param head lines of the comment before it
   * @param comments a line for an item, by {@link #place}
   */
  static String of(Json.Obj profile, List<String> head, Map<String, String> comments) {
    ProfileYaml yaml = new ProfileYaml(comments);
    head.forEach(line -> yaml.text.append("# ").append(ascii(line)).append('\n'));
    yaml.members(profile, "", "", "");
    return yaml.text.toString();
  }

  /** Names an item of a list by its id. */
  static String place(String list, String id) {
    return list + "/" + id;
  }

  private void members(Json.Obj object, String place, String indent, String first) {
    String lead = first;
    for (Map.Entry<String, Json> member : ordered(object).entrySet()) {
      String name = member.getKey();
      text.append(lead.isEmpty() ? indent : lead).append(scalar(name)).append(':');
      value(member.getValue(), place.isEmpty() ? name : place + "." + name, indent);
      lead = "";
    }
  }

  private void value(Json value, String place, String indent) {
    switch (value) {
      case Json.Obj object when !object.members().isEmpty() -> {
        text.append('\n');
        members(object, place, indent + "  ", "");
      }
      case Json.Arr list when !fits(list) -> {
        text.append('\n');
        list.values().forEach(item -> item(item, place, indent + "  "));
      }
      case Json.Obj _, Json.Arr _, Json.Str _, Json.Int _, Json.Bool _ ->
          text.append(' ').append(flow(value)).append('\n');
    }
  }

  private void item(Json item, String place, String indent) {
    if (item instanceof Json.Obj object && !object.members().isEmpty()) {
      if (object.members().get("id") instanceof Json.Str(String id)
          && comments.containsKey(place(place, id))) {
        text.append(indent).append("# ").append(comments.get(place(place, id))).append('\n');
      }
      members(object, place, indent + "  ", indent + "- ");
      return;
    }
    text.append(indent).append("- ").append(flow(item)).append('\n');
  }

  private static boolean fits(Json.Arr list) {
    return list.values().stream().noneMatch(Json.Obj.class::isInstance)
        && flow(list).length() <= WIDTH;
  }

  private static String flow(Json value) {
    return switch (value) {
      case Json.Str(String string) -> scalar(string);
      case Json.Int _, Json.Bool _ -> value.canonicalText();
      case Json.Arr list -> {
        List<String> items = new ArrayList<>();
        list.values().forEach(item -> items.add(flow(item)));
        yield "[" + String.join(", ", items) + "]";
      }
      case Json.Obj object -> {
        List<String> members = new ArrayList<>();
        object.members().forEach((name, each) -> members.add(scalar(name) + ": " + flow(each)));
        yield "{" + String.join(", ", members) + "}";
      }
    };
  }

  private static String scalar(String string) {
    boolean plain = string.matches(PLAIN) && !NOT_PLAIN.contains(string.toLowerCase(Locale.ROOT));
    return plain ? string : ascii(new Json.Str(string).canonicalText());
  }

  /** The same with every character that is not printable ASCII as YAML writes it in quotes. */
  private static String ascii(String string) {
    StringBuilder ascii = new StringBuilder();
    string
        .codePoints()
        .forEach(c -> {
          if (c >= 0x20 && c < 0x7f) {
            ascii.append((char) c);
          } else if (c <= 0xffff) {
            ascii.append(String.format("\\u%04x", c));
          } else {
            ascii.append(String.format("\\U%08x", c));
          }
        });
    return ascii.toString();
  }

  private static Map<String, Json> ordered(Json.Obj object) {
    Map<String, Json> ordered = new LinkedHashMap<>();
    object.members().entrySet().stream()
        .sorted(Comparator.comparingInt(member -> rank(member.getKey())))
        .forEach(member -> ordered.put(member.getKey(), member.getValue()));
    return ordered;
  }

  private static int rank(String name) {
    if (name.equals(LAST)) {
      return ORDER.size() + 1;
    }
    int rank = ORDER.indexOf(name);
    return rank < 0 ? ORDER.size() : rank;
  }
}
