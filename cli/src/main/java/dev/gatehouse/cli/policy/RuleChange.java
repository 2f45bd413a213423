package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rule or step that one profile has and another has not, or has otherwise.
 *
 * @param list which list it is in
 * @param id its id
 * @param change what became of it
 * @param members the members that differ, where it is in both
 */
public record RuleChange(Listed list, String id, Change change, List<String> members) {
  /** The lists of a profile whose items have ids. */
  public enum Listed {
    PATH_RULE("paths"),
    COMMAND_RULE("commands.programs"),
    STEP("verification.steps");

    private final String place;

    Listed(String place) {
      this.place = place;
    }

    /** Where the list is in a profile. */
    String place() {
      return place;
    }

    /** The items of a profile, by id. */
    Map<String, Json.Obj> items(Json.Obj profile) {
      int dot = place.indexOf('.');
      Json.Obj holder = dot < 0 ? profile : profile.object(place.substring(0, dot));
      Map<String, Json.Obj> items = new TreeMap<>();
      holder.objects(place.substring(dot + 1)).forEach(item -> items.put(item.string("id"), item));
      return items;
    }

    /** {@code path rule}, {@code command rule} or {@code step}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** What became of an item. */
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED
  }

  public RuleChange {
    members = List.copyOf(members);
  }

  /** What is different between two profiles, by list and id. */
  static List<RuleChange> between(Json.Obj from, Json.Obj to) {
    List<RuleChange> changes = new ArrayList<>();
    for (Listed list : Listed.values()) {
      Map<String, Json.Obj> before = list.items(from);
      Map<String, Json.Obj> after = list.items(to);
      TreeSet<String> ids = new TreeSet<>(before.keySet());
      ids.addAll(after.keySet());
      for (String id : ids) {
        if (!before.containsKey(id)) {
          changes.add(new RuleChange(list, id, Change.ADDED, List.of()));
        } else if (!after.containsKey(id)) {
          changes.add(new RuleChange(list, id, Change.REMOVED, List.of()));
        } else if (!before.get(id).equals(after.get(id))) {
          List<String> members = differing(before.get(id), after.get(id));
          changes.add(new RuleChange(list, id, Change.CHANGED, members));
        }
      }
    }
    return changes;
  }

  private static List<String> differing(Json.Obj before, Json.Obj after) {
    TreeSet<String> names = new TreeSet<>(before.members().keySet());
    names.addAll(after.members().keySet());
    names.removeIf(name -> Objects.equals(before.members().get(name), after.members().get(name)));
    return List.copyOf(names);
  }

  /** {@code {"list", "id", "change", "members"?}}. */
  Json.Obj toJson() {
    Json.Builder object =
        Json.object().put("list", list.place()).put("id", id).put("change", change.name());
    if (!members.isEmpty()) {
      object.put("members", Json.Arr.ofStrings(members));
    }
    return object.build();
  }
}
