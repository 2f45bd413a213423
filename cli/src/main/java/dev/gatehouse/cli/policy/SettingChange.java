package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something of a profile besides its rules and steps that another profile has otherwise: a limit,
 * the syscalls, the gates, the control patterns.
 *
 * @param place such as {@code limits.memoryBytes}
 * @param removed what the first alone has: a value, or items of a list
 * @param added what the second alone has
 */
public record SettingChange(String place, List<String> removed, List<String> added) {
  /** Members that say what a profile is called, and nothing of what it decides. */
  private static final Set<String> NAMES = Set.of("name", "description");

  private static final Set<String> LISTS =
      Stream.of(RuleChange.Listed.values())
          .map(RuleChange.Listed::place)
          .collect(Collectors.toSet());

  public SettingChange {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /** What is different between two profiles, by place. */
  static List<SettingChange> between(Json.Obj from, Json.Obj to) {
    SortedMap<String, SortedSet<String>> before = settings(from);
    SortedMap<String, SortedSet<String>> after = settings(to);
    TreeSet<String> places = new TreeSet<>(before.keySet());
    places.addAll(after.keySet());
    List<SettingChange> changes = new ArrayList<>();
    for (String place : places) {
      SortedSet<String> old = before.getOrDefault(place, new TreeSet<>());
      SortedSet<String> now = after.getOrDefault(place, new TreeSet<>());
      if (!old.equals(now)) {
        changes.add(new SettingChange(place, without(old, now), without(now, old)));
      }
    }
    return changes;
  }

  private static List<String> without(SortedSet<String> all, SortedSet<String> others) {
    return all.stream().filter(each -> !others.contains(each)).toList();
  }

  private static SortedMap<String, SortedSet<String>> settings(Json.Obj profile) {
    SortedMap<String, SortedSet<String>> settings = new TreeMap<>();
    profile
        .members()
        .forEach((name, value) -> {
          if (!NAMES.contains(name)) {
            collect(name, value, settings);
          }
        });
    return settings;
  }

  private static void collect(
      String place, Json value, SortedMap<String, SortedSet<String>> settings) {
    if (LISTS.contains(place)) {
      return;
    }
    switch (value) {
      case Json.Obj object ->
          object.members().forEach((name, each) -> collect(place + "." + name, each, settings));
      case Json.Arr list -> list.values().forEach(each -> add(place, each, settings));
      case Json.Str _, Json.Int _, Json.Bool _ -> add(place, value, settings);
    }
  }

  private static void add(String place, Json value, SortedMap<String, SortedSet<String>> settings) {
    settings.computeIfAbsent(place, each -> new TreeSet<>()).add(text(value));
  }

  private static String text(Json value) {
    return switch (value) {
      case Json.Str(String text) -> text;
      case Json.Int _, Json.Bool _, Json.Arr _, Json.Obj _ -> value.canonicalText();
    };
  }

  /** {@code {"place", "removed", "added"}}. */
  Json.Obj toJson() {
    return Json.object()
        .put("place", place)
        .put("removed", Json.Arr.ofStrings(removed))
        .put("added", Json.Arr.ofStrings(added))
        .build();
  }
}
