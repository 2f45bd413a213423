package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rules of one concern, which profiles take by its name. Packs are united: what any of them allows
 * is allowed, and of several effects on one path the strictest decides.
 *
 * @param name an {@link Identifier}
 * @param description one or two sentences for a person
 * @param paths rules over paths, each with this origin
 * @param programs rules over commands, each with this origin
 * @param control files that steer the judgement of its test runner
 */
record Pack(
    String name,
    String description,
    List<PathRule> paths,
    List<ProgramRule> programs,
    List<PathPattern> control) {
  /** The names of the packs that ship, in the order of the documents. */
  static final List<String> SHIPPED =
      List.of("core", "ci", "python", "java-maven", "java-gradle", "node", "go", "rust", "c-make");

  /** Packs of one profile, at most. */
  static final int MOST = 16;

  private static final Map<String, Pack> PACKS =
      SHIPPED.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Pack::read));

  Pack {
    paths = List.copyOf(paths);
    programs = List.copyOf(programs);
    control = List.copyOf(control);
  }

  /**
   * The pack of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Pack shipped(String name) {
    Pack pack = PACKS.get(name);
    if (pack == null) {
      throw new IllegalArgumentException(
          "no pack is called %s; there are %s".formatted(name, SHIPPED));
    }
    return pack;
  }

  /** The packs that a file names, each once. */
  static List<Pack> of(FieldReader f) {
    List<Pack> packs = new ArrayList<>(f.list("packs", Pack::shipped));
    if (packs.stream().distinct().count() < packs.size()) {
      f.problem("packs", "names each pack once");
    }
    if (packs.size() > MOST) {
      f.problem("packs", "names at most %s packs".formatted(MOST));
    }
    return packs.stream().distinct().limit(MOST).toList();
  }

  private static Pack read(String name) {
    String file = "packs/" + name + ".yaml";
    StrictYaml.Document document = StrictYaml.read(file, ShippedFiles.bytes(file));
    return ProfileDecoder.read(file, document.json(), document::line, Pack::read);
  }

  private static Pack read(FieldReader f) {
    ProfileForm form = new ProfileForm.File(ParentProfiles.Lineage.of(ParentProfiles.SHIPPED));
    if (!f.string("formatVersion").equals(Profile.FORMAT_VERSION)) {
      f.problem("formatVersion", "is \"%s\"".formatted(Profile.FORMAT_VERSION));
    }
    String name = f.identifier("name");
    Pack pack =
        new Pack(
            name,
            f.sentence("description"),
            PathRuleDecoder.paths(f, form).stream().map(rule -> rule.from(name)).toList(),
            ProgramRuleDecoder.programs(f).stream().map(rule -> rule.from(name)).toList(),
            f.list("control", form::pattern));
    f.done();
    return pack;
  }
}
