package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a shell at one point of a string; never changed.
 *
 * @param directories where it can be
 * @param values what is known of values; nothing is known of a variable that is not there
 * @param exported what the string put into the environment of later commands
 * @param readOnly names that were made read-only
 */
record ShellState(
    SortedSet<String> directories,
    Map<String, Value> values,
    SortedMap<String, CommandWord> exported,
    Set<String> readOnly) {

  /**
   * What is known of a value.
   *
   * @param text the value, or its beginning
   * @param isWhole whether it is the whole value
   */
  record Value(String text, boolean isWhole) {
    static final Value UNKNOWN = new Value("", false);
  }

  static ShellState at(String directory) {
    SortedSet<String> directories = new TreeSet<>();
    directories.add(directory);
    return new ShellState(directories, Map.of(), new TreeMap<>(), Set.of());
  }

  Value value(String name) {
    return values.getOrDefault(name, Value.UNKNOWN);
  }

  ShellState in(SortedSet<String> others) {
    return new ShellState(others, values, exported, readOnly);
  }

  ShellState with(String name, Value value, SourcePlace place) {
    if (readOnly.contains(name)) {
      throw UnreadableConstruct.READ_ONLY_VARIABLE.at(place);
    }
    Map<String, Value> changed = new HashMap<>(values);
    changed.put(name, value);
    if (changed.size() > ReaderBounds.VARIABLES) {
      throw UnreadableConstruct.TOO_LARGE.at(place);
    }
    return new ShellState(directories, changed, exported, readOnly);
  }

  ShellState exporting(String name, CommandWord value) {
    SortedMap<String, CommandWord> changed = new TreeMap<>(exported);
    changed.put(name, value);
    return new ShellState(directories, values, changed, readOnly);
  }

  ShellState without(String name) {
    Map<String, Value> changed = new HashMap<>(values);
    changed.remove(name);
    SortedMap<String, CommandWord> environment = new TreeMap<>(exported);
    environment.remove(name);
    return new ShellState(directories, changed, environment, readOnly);
  }

  ShellState readOnly(String name) {
    Set<String> changed = new HashSet<>(readOnly);
    changed.add(name);
    return new ShellState(directories, values, exported, changed);
  }

  /** The state of which no value is known. */
  ShellState forgetting() {
    return new ShellState(directories, Map.of(), exported, readOnly);
  }

  /** What is known where this state or another one may hold. */
  ShellState or(ShellState other, SourcePlace place) {
    if (equals(other)) {
      return this;
    }
    SortedSet<String> bothDirectories = directories;
    if (!directories.equals(other.directories)) {
      bothDirectories = new TreeSet<>(directories);
      bothDirectories.addAll(other.directories);
      if (bothDirectories.size() > ReaderBounds.DIRECTORIES) {
        throw UnreadableConstruct.TOO_LARGE.at(place);
      }
    }
    Map<String, Value> bothValues = values;
    if (!values.equals(other.values)) {
      bothValues = new HashMap<>(values);
      bothValues.entrySet().removeIf(each -> !each.getValue().equals(other.value(each.getKey())));
    }
    SortedMap<String, CommandWord> bothExported = exported;
    if (!exported.equals(other.exported)) {
      bothExported = new TreeMap<>(exported);
      SortedMap<String, CommandWord> merged = bothExported;
      other.exported.forEach((name, value) -> merged.merge(name, value, ShellState::either));
    }
    Set<String> bothReadOnly = new HashSet<>(readOnly);
    bothReadOnly.addAll(other.readOnly);
    return new ShellState(bothDirectories, bothValues, bothExported, bothReadOnly);
  }

  private static CommandWord either(CommandWord one, CommandWord other) {
    return one.equals(other) ? one : new CommandWord.Unknown(one.text(), "", true);
  }
}
