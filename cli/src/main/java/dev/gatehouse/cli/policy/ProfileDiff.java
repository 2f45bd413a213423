package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;

/**
 * What differs between two profiles.
 *
 * @param rules rules and steps, by list and id
 * @param settings everything else of the profiles, by place
 * @param examples examples of their rules that they decide differently
 */
public record ProfileDiff(
    List<RuleChange> rules, List<SettingChange> settings, List<ExampleChange> examples) {
  public ProfileDiff {
    rules = List.copyOf(rules);
    settings = List.copyOf(settings);
    examples = List.copyOf(examples);
  }

  /** Compares two profiles; the second is the newer one. */
  public static ProfileDiff between(Profile from, Profile to) {
    Json.Obj before = from.toJson();
    Json.Obj after = to.toJson();
    return new ProfileDiff(
        RuleChange.between(before, after),
        SettingChange.between(before, after),
        ExampleChange.between(from, to));
  }

  /** Whether nothing differs but names. */
  public boolean isEmpty() {
    return rules.isEmpty() && settings.isEmpty() && examples.isEmpty();
  }

  /** {@code {"rules", "settings", "examples"}}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("rules", new Json.Arr(rules.stream().<Json>map(RuleChange::toJson).toList()))
        .put("settings", new Json.Arr(settings.stream().<Json>map(SettingChange::toJson).toList()))
        .put("examples", new Json.Arr(examples.stream().<Json>map(ExampleChange::toJson).toList()))
        .build();
  }
}
