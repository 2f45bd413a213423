package dev.gatehouse.policy.path;

import dev.gatehouse.evidence.FormatVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How names are compared, and which may be made. They belong to the format of a run folder: a gate
 * decides a run by the rules that its gateway had.
 */
public enum NameRules {
  /** Of folders of format 1: any name that a path may have is made. */
  FORMAT_1,
  /** Of folders of format 2: names that could be taken for others are not made. */
  FORMAT_2;

  /** The rules of runs that open now. */
  public static final NameRules CURRENT = of(FormatVersion.CURRENT);

  /** The rules of a run whose folder has this format. */
  public static NameRules of(FormatVersion format) {
    return switch (format) {
      case ONE -> FORMAT_1;
      case TWO -> FORMAT_2;
    };
  }

  /**
   * The folded components, in each way in which they can be read: a drive letter or a scheme before
   * the first colon is a name, or no part of the path.
   */
  List<List<String>> readings(List<String> components) {
    return switch (this) {
      case FORMAT_1 -> List.of(Format1Folding.fold(components));
      case FORMAT_2 -> {
        List<String> folded = Format2Folding.fold(components);
        String first = components.getFirst();
        int colon = first.indexOf(':');
        if (colon < 0) {
          yield List.of(folded);
        }
        List<String> rest = new ArrayList<>(components);
        rest.set(0, first.substring(colon + 1));
        yield List.of(folded, Format2Folding.fold(rest));
      }
    };
  }

  /** A name of a pattern. */
  String foldLiteral(String name) {
    return switch (this) {
      case FORMAT_1 -> Format1Folding.fold(name);
      case FORMAT_2 -> Format2Folding.foldLiteral(name);
    };
  }

  /** A name of a pattern that has wildcards. */
  String foldWild(String glob) {
    return switch (this) {
      case FORMAT_1 -> Format1Folding.fold(glob);
      case FORMAT_2 -> Format2Folding.foldWild(glob);
    };
  }

  /** Whether a rule that forbids also takes names as they are, and short names of 8.3 form. */
  public boolean comparesEveryForm() {
    return switch (this) {
      case FORMAT_1 -> false;
      case FORMAT_2 -> true;
    };
  }

  /** Why a component from {@code from} on may not be made, if one may not. */
  public Optional<String> ambiguity(List<String> components, int from) {
    return switch (this) {
      case FORMAT_1 -> Optional.empty();
      case FORMAT_2 ->
          components.stream()
              .skip(from)
              .flatMap(name -> NewName.ambiguity(name).stream())
              .findFirst();
    };
  }
}
